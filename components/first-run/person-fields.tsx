import type { ComponentProps } from 'react'
import { InputField } from '@/components/ui/field'

type Field = Partial<ComponentProps<typeof InputField>>

/** What a person is called. */
export function NameField(field: Field) {
  return <InputField label="Name" name="name" autoComplete="name" required maxLength={100} {...field} />
}

/** The address a person signs in with. */
export function EmailField(field: Field) {
  return <InputField label="E-mail" name="email" type="email" autoComplete="username" required {...field} />
}

/** The password somebody has, to prove who they are. */
export function CurrentPasswordField(field: Field) {
  return (
    <InputField
      label="Current password"
      name="current_password"
      type="password"
      autoComplete="current-password"
      required
      {...field}
    />
  )
}
