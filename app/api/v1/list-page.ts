import { z } from 'zod'

const MOST_ROWS = 200

/** How many rows of a list are asked for at a time: 1 to 200 in plain digits, `usual` where nothing is said. */
export function pageLimit(usual: number) {
  const rows = z
    .int(`must be a whole number from 1 to ${MOST_ROWS}`)
    .min(1, 'must be at least 1')
    .max(MOST_ROWS, `must be at most ${MOST_ROWS}`)
  return z.preprocess(numberOfDigits, rows.default(usual))
}

function numberOfDigits(given: unknown): unknown {
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given
}

/** The shape of every list. Source: contract.md, "REST". */
export function listPage<S extends z.ZodType>(item: S) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('null = this was the last page'),
  })
}
