import {
  CALCULATOR_FIELDS,
  type CalculatorField,
  type CalculatorValues,
} from '@/lib/domain/guides/calculator'
import { plainText } from '@/lib/parse-text'

/** Somebody’s month of medium use, to begin with. */
const DEFAULTS: CalculatorValues = {
  ...{ model: 'claude-opus-5-5', input: '2', write5m: '1', write1h: '10', read: '160', output: '2.5' },
  ...{
    searches: '0',
    way: 'standard',
    us: '',
    plan: 'max:monthly',
    seats: '1',
    interactive: '100',
    linked: '',
  },
}

const NEVER_EMPTY: readonly CalculatorField[] = ['way', 'seats', 'interactive']

const field = plainText(100)

/** The form as the address has it; the example where it says nothing. What is not one plain text counts as unreadable: "?". */
export function readCalculator(params: Record<string, string | string[] | undefined>): {
  values: CalculatorValues
  isExample: boolean
} {
  const isExample = CALCULATOR_FIELDS.every((name) => params[name] === undefined)
  const values = Object.fromEntries(
    CALCULATOR_FIELDS.map((name) => {
      const given = params[name]
      if (isExample) return [name, DEFAULTS[name]]
      if (given === undefined || given === '') return [name, NEVER_EMPTY.includes(name) ? DEFAULTS[name] : '']
      return [name, field.safeParse(given).data ?? '?']
    }),
  ) as CalculatorValues
  return { values, isExample }
}
