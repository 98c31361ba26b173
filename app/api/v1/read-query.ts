import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import { parseInput, unknown } from './parse-input'

/**
 * The query of an address, parsed. Parameters declared as `z.array(…)` may be repeated, others stand once; malformed
 * percent-encoding, invalid UTF-8 and NUL are refused instead of repaired.
 */
export function readQuery<S extends z.ZodObject>(address: string, schema: S): z.output<S> {
  const given = new Map<string, string[]>()
  for (const pair of queryOf(address).split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1), name)
    if (value.includes('\u0000'))
      throw new ExpectedError('invalid', `${name}: must not contain a NUL character.`, { parameter: name })
    given.set(name, [...(given.get(name) ?? []), value])
  }
  const input: Record<string, unknown> = Object.create(null)
  for (const [name, values] of given) {
    if (!Object.hasOwn(schema.shape, name)) throw unknown('query parameter', [name])
    const repeatable = takesMany(schema.shape[name])
    if (!repeatable && values.length > 1)
      throw new ExpectedError('invalid', `${name}: is given ${values.length} times, expected once.`, {
        parameter: name,
      })
    input[name] = repeatable ? values : values[0]
  }
  return parseInput(schema, input, 'query parameter')
}

function queryOf(address: string): string {
  const withoutFragment = address.split('#', 1)[0] ?? ''
  const start = withoutFragment.indexOf('?')
  return start === -1 ? '' : withoutFragment.slice(start + 1)
}

function decode(text: string, name?: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new ExpectedError('invalid', 'The query is not percent-encoded UTF-8.', { parameter: name })
  }
}

/** Whether a list stands inside a schema's wrappers (optional, default, transform …). */
export function takesMany(schema: unknown): boolean {
  if (schema instanceof z.ZodArray) return true
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return takesMany(schema.def.innerType)
  return schema instanceof z.ZodPipe && takesMany(schema.def.in)
}
