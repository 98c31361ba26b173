import { badRequest } from './api-error'

export type QueryParameters = ReturnType<typeof readParameters>

const ZONED = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/
const NAIVE = /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/

function quoted(options: readonly string[]): string {
  const all = options.map((option) => `'${option}'`)
  const last = all.pop() ?? ''
  return all.length > 0 ? `${all.join(', ')} or ${last}` : last
}

/** Validation in the "<field>: <message>" style the API answers with. Lists come as `name[]=a&name[]=b`. */
export function readParameters(search: URLSearchParams) {
  const one = (name: string) => search.get(name) ?? undefined
  const many = (name: string) => search.getAll(`${name}[]`)

  function choice<T extends string>(name: string, options: readonly T[]): T | undefined {
    const value = one(name)
    if (value === undefined) return undefined
    const found = options.find((option) => option === value)
    if (found === undefined) throw badRequest(`${name}: Input should be ${quoted(options)}`)
    return found
  }

  function choices<T extends string>(name: string, options: readonly T[]): T[] {
    return many(name).map((value, index) => {
      const found = options.find((option) => option === value)
      if (found === undefined) throw badRequest(`${name}.${index}: Input should be ${quoted(options)}`)
      return found
    })
  }

  function integer(name: string, bounds: { min: number; max: number; default: number }): number {
    const text = one(name)
    if (text === undefined) return bounds.default
    if (!/^[+-]?\d+$/.test(text)) {
      throw badRequest(`${name}: Input should be a valid integer, unable to parse string as an integer`)
    }
    const value = Number(text)
    if (value > bounds.max) throw badRequest(`${name}: Input should be less than or equal to ${bounds.max}`)
    if (value < bounds.min)
      throw badRequest(`${name}: Input should be greater than or equal to ${bounds.min}`)
    return value
  }

  function flag(name: string): boolean {
    const text = one(name)?.toLowerCase()
    if (text === undefined || text === 'false' || text === '0') return false
    if (text === 'true' || text === '1') return true
    throw badRequest(`${name}: Input should be a valid boolean, unable to interpret input`)
  }

  function instant(name: string, needs: { zone: boolean }): number | undefined {
    const text = one(name)
    if (text === undefined) return undefined
    const isZoned = ZONED.test(text)
    if (!isZoned && !NAIVE.test(text)) {
      throw badRequest(`${name}: Input should be a valid datetime, invalid character in year`)
    }
    if (!isZoned && needs.zone) throw badRequest(`${name}: Input should have timezone info`)
    const value = Date.parse(isZoned ? text : `${text.length === 10 ? `${text}T00:00` : text}Z`)
    if (Number.isNaN(value)) throw badRequest(`${name}: Input should be a valid datetime`)
    return value
  }

  function requiredInstant(name: string, needs: { zone: boolean }): number {
    const value = instant(name, needs)
    if (value === undefined) throw badRequest(`${name}: Field required`)
    return value
  }

  return { one, many, choice, choices, integer, flag, instant, requiredInstant }
}
