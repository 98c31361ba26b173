import { z } from 'zod'
import { prisma } from './client'
import type { Transaction } from './transact'

export const GUARD_EXEMPTIONS = 'guard_exempt_keys'

export interface ExemptKey {
  organizationId: string
  keyId: string
}

const schema = z.array(z.object({ organizationId: z.string(), keyId: z.string() }))

/** Keys no guard ever deactivates. What cannot be read is an error: guessing none would be the dangerous guess. */
export async function readGuardExemptions(tx: Transaction = prisma()): Promise<ExemptKey[]> {
  const stored = await tx.setting.findUnique({ where: { key: GUARD_EXEMPTIONS } })
  return stored ? schema.parse(stored.value) : []
}
