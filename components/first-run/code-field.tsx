import type { ComponentProps } from 'react'
import { InputField } from '@/components/ui/field'

/** Six digits of an authenticator app, or a recovery code. */
export function CodeField(field: Partial<ComponentProps<typeof InputField>>) {
  return (
    <InputField
      label="Code"
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      maxLength={40}
      className="font-mono"
      {...field}
    />
  )
}
