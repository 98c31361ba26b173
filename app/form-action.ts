import 'server-only'
import { randomUUID } from 'node:crypto'
import { unstable_rethrow } from 'next/navigation'
import { z } from 'zod'
import type { FormAction, FormFailure, FormOutcome } from '@/components/ui/form-outcome'
import { requireViewer } from '@/lib/auth/viewer'
import type { Actor, Permission } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { logError } from '@/lib/observe/log'

export type { FormAction, FormOutcome } from '@/components/ui/form-outcome'

interface Submission<S extends z.ZodType> {
  actor: Actor
  input: z.output<S>
  now: Date
}

/**
 * A server action for useActionState behind a permission: parse, ask who it is, run the command. A name that occurs
 * several times in the form reaches the schema as an array, otherwise as a string.
 */
export function formAction<S extends z.ZodType, R>(
  schema: S,
  permission: Permission,
  run: (submission: Submission<S>) => Promise<R>,
): FormAction<R> {
  return async (_previous, form) => {
    const actor = await requireViewer(permission)
    return runForm(schema, form, (input) => run({ actor, input, now: currentTime() }))
  }
}

/** The same for a form open to strangers: sign-in and first run. */
export async function runForm<S extends z.ZodType, R>(
  schema: S,
  form: FormData,
  run: (input: z.output<S>) => Promise<R>,
): Promise<FormOutcome<R>> {
  try {
    const parsed = await schema.safeParseAsync(givenInput(form))
    if (!parsed.success) return failure(form, parsed.error)
    return { ok: true, result: await run(parsed.data) }
  } catch (error) {
    unstable_rethrow(error)
    return failure(form, error)
  }
}

function failure(form: FormData, error: unknown): FormFailure {
  const failed = { ok: false as const, fieldErrors: {}, values: typedValues(form) }
  if (error instanceof z.ZodError) {
    const { fieldErrors, formErrors } = z.flattenError(error as z.ZodError<Record<string, unknown>>)
    const named = Object.fromEntries(Object.entries(fieldErrors).filter(([, messages]) => messages?.length))
    return {
      ...failed,
      error: formErrors[0] ?? 'Please look at the marked fields. Nothing was changed.',
      fieldErrors: named as Record<string, string[]>,
    }
  }
  if (error instanceof ExpectedError) {
    const fieldErrors = error.parameter ? { [error.parameter]: [error.message] } : {}
    return { ...failed, error: error.message, fieldErrors }
  }
  const id = randomUUID()
  logError('Internal error', error, { id })
  return { ...failed, error: `Something went wrong on our side (id ${id}). Nothing was changed.` }
}

/** React's own hidden fields begin with `$`. */
function fieldNames(form: FormData): string[] {
  return [...new Set(form.keys())].filter((name) => !name.startsWith('$'))
}

function givenInput(form: FormData): Record<string, unknown> {
  return Object.fromEntries(
    fieldNames(form).map((name) => {
      const all = form.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

const SECRET_NAME = /password|secret|token|key/i

function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name of fieldNames(form)) {
    const value = form.get(name)
    if (typeof value === 'string' && !SECRET_NAME.test(name)) values[name] = value
  }
  return values
}
