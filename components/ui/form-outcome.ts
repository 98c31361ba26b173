export interface FormFailure {
  ok: false
  /** What went wrong, as a sentence. */
  error: string
  fieldErrors: Record<string, string[]>
  /** What was typed, so that the form can show it again; secrets are left out. */
  values: Record<string, string>
}

export type FormOutcome<R> = { ok: true; result: R } | FormFailure

/** A server action for `useActionState(action, null)`. */
export type FormAction<R> = (previous: unknown, form: FormData) => Promise<FormOutcome<R>>

/** What a form needs to show its last outcome; empty before it was ever sent. */
export function failureOf(
  outcome: FormOutcome<unknown> | null,
): Omit<FormFailure, 'ok' | 'error'> & { error?: string } {
  return outcome && !outcome.ok ? outcome : { fieldErrors: {}, values: {} }
}
