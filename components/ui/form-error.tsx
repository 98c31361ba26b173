import { Notice } from './notice'

/** What went wrong with a form as a whole; silent where one of its fields says the same sentence already. */
export function FormError({
  error,
  fieldErrors,
  fields,
}: {
  error: string | undefined
  fieldErrors: Record<string, string[]>
  /** The names of the fields that show their own errors. */
  fields: readonly string[]
}) {
  if (!error || fields.some((name) => fieldErrors[name]?.includes(error))) return null
  return <Notice tone="error">{error}</Notice>
}
