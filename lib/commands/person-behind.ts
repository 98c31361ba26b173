import type { Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'

/** Whose leaving ends what the actor makes: themselves, or who made the token they use; null for the command line. */
export async function personBehind(tx: Transaction, actor: Actor): Promise<string | null> {
  if (actor.kind === 'user') return actor.id
  if (actor.kind === 'system') return null
  const token = await tx.apiToken.findUnique({ where: { id: actor.id ?? '' } })
  return token?.createdById ?? null
}
