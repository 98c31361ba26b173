import { readAdminKey, shortenedKey } from '@/lib/anthropic/admin-key-text'
import { systemActor } from '@/lib/auth/system-actor'
import { hasOwner } from '@/lib/auth/welcome'
import { seedCatalogue } from '@/lib/commands/plan-catalogue'
import { noteVersion } from '@/lib/commands/instance'
import { createSignInLink } from '@/lib/commands/sign-in-links'
import { keyTokens } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { connectOrganization } from '@/lib/sync/connect-organization'
import packageFile from '@/package.json'
import { requireMatchingKey } from './require-matching-key'

export interface StartPreparation {
  /** Only while nobody owns this installation. */
  signInLink: string | null
  /** What the start goes on without, one sentence each. */
  warnings: string[]
}

const actor = systemActor('start')

/**
 * What a start does once, after migration and before serving. Throws ExpectedError where it must not go on. Anthropic
 * gets `patienceMs` to answer: a network that swallows packets must not hold the start.
 */
export async function prepareStart(
  now: Date,
  { patienceMs = 10_000 }: { patienceMs?: number } = {},
): Promise<StartPreparation> {
  const { ANTHROPIC_ADMIN_KEY } = environment()
  await requireMatchingKey(now)
  await seedCatalogue(actor, now)
  await keyTokens(actor, now)
  await noteVersion(actor, packageFile.version, now)
  const warning = ANTHROPIC_ADMIN_KEY ? await connectOnce(ANTHROPIC_ADMIN_KEY, now, patienceMs) : null
  const link = (await hasOwner()) ? null : await createSignInLink(actor, now)
  return { signInLink: link?.url ?? null, warnings: warning === null ? [] : [warning] }
}

/** Null when the organisation is connected, or was and no longer is; otherwise why it could not be. */
async function connectOnce(adminKey: string, now: Date, patienceMs: number): Promise<string | null> {
  const signal = AbortSignal.timeout(patienceMs)
  try {
    if (await wasConnected(shortenedKey(readAdminKey(adminKey)))) return null
    await connectOrganization(actor, adminKey, now, { signal })
    return null
  } catch (error) {
    if (error instanceof ExpectedError)
      return error.kind === 'conflict' ? null : `ANTHROPIC_ADMIN_KEY was not connected. ${error.message}`
    if (error !== signal.reason) throw error
    return `ANTHROPIC_ADMIN_KEY was not connected. Anthropic did not answer within ${patienceMs / 1000} seconds; the next start tries again, or connect it in the settings.`
  }
}

/** Later starts neither wait for Anthropic nor bring back what somebody disconnected. */
async function wasConnected(hint: string): Promise<boolean> {
  if (hint.endsWith('...')) return false // of a short key nothing is shown: its hint tells no two apart
  const entries = await prisma().auditEntry.count({
    where: {
      action: { in: ['connection.connected', 'connection.key_replaced'] },
      after: { path: ['key_hint'], equals: hint },
    },
  })
  return entries > 0
}
