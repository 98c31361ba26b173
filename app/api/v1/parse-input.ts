import type { z } from 'zod'
import { ExpectedError } from '@/lib/errors'

/** Parses one part of a request; unknown names and violations become a 400 that names the parameter. */
export function parseInput<S extends z.ZodObject>(schema: S, input: unknown, part: Part): z.output<S> {
  const parsed = schema.strict().safeParse(input)
  if (parsed.success) return parsed.data as z.output<S>
  const issues = [...parsed.error.issues].sort((a, b) => rank(a) - rank(b))
  const first = issues[0]
  if (first === undefined) throw parsed.error
  if (first.code === 'unrecognized_keys') {
    throw unknown(
      part,
      first.keys.map((key) => [...first.path, key].join('.')),
    )
  }
  // Of a repeated query parameter the name is meant, not its place in the list.
  const name = part === 'query parameter' ? String(first.path[0] ?? '') : first.path.join('.')
  throw new ExpectedError('invalid', name === '' ? sentence(first) : `${shorten(name)}: ${sentence(first)}`, {
    ...(name !== '' && { parameter: shorten(name) }),
  })
}

/** Unknown names, by the first of which the problem goes. */
export function unknown(part: Part, names: string[]): ExpectedError {
  return new ExpectedError('invalid', `Unknown ${part}: ${names.map(shorten).join(', ')}.`, {
    parameter: shorten(names[0] ?? ''),
  })
}

type Part = 'query parameter' | 'field' | 'path parameter'

type Issue = z.core.$ZodIssue

/** A name nobody knows explains more than the violations it may have caused. */
function rank(issue: Issue): number {
  return issue.code === 'unrecognized_keys' ? 0 : 1
}

function sentence(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message))
    return 'is required.'
  return /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`
}

function shorten(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name
}
