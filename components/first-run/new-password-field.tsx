'use client'

import { useState } from 'react'
import { InputField } from '@/components/ui/field'
import { passwordStrength, SHORTEST_PASSWORD } from '@/lib/domain/password-strength'

/** A field for a new password, with a sentence about what is typed. */
export function NewPasswordField({
  label = 'Password',
  name = 'password',
  email,
  errors,
  required = true,
}: {
  label?: string
  name?: string
  email: string
  errors?: string[]
  required?: boolean
}) {
  const [password, setPassword] = useState('')
  const { sentence } = passwordStrength(password, email)
  return (
    <InputField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      required={required}
      minLength={SHORTEST_PASSWORD}
      value={password}
      onChange={(event) => setPassword(event.target.value)}
      hint={<span aria-live="polite">{sentence}</span>}
      errors={errors}
    />
  )
}
