import { z } from 'zod'

/** The shape of every list. Source: contract.md, "REST". */
export function listPage<S extends z.ZodType>(item: S) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('null = this was the last page'),
  })
}
