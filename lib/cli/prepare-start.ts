import { readAdminKey, shortenedKey } from '@/lib/anthropic/admin-key-text'
import { systemActor } from '@/lib/auth/system-actor'
import { hasOwner } from '@/lib/auth/welcome'
import { claimInstance } from '@/lib/commands/instance'
import { seedCatalogue } from '@/lib/commands/plan-catalogue'
import { createSignInLink } from '@/lib/commands/sign-in-links'
import { prisma } from '@/lib/db/client'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { secretKeyFingerprint } from '@/lib/sealed-secret'
import { connectOrganization } from '@/lib/sync/connect-organization'

export interface StartPreparation {
  /** Only while nobody owns this installation. */
  signInLink: string | null
}

const actor = systemActor('start')

/**
 * What a start does once, after migration and before serving. Throws ExpectedError where it must not go on; whatever
 * it can go on without is said through `warn`.
 */
export async function prepareStart(
  now: Date,
  warn: (sentence: string) => void = (sentence) => process.stderr.write(`${sentence}\n`),
): Promise<StartPreparation> {
  const { ONEBILL_SECRET_KEY, ANTHROPIC_ADMIN_KEY } = environment()
  if (!ONEBILL_SECRET_KEY)
    throw new ExpectedError('incomplete', 'ONEBILL_SECRET_KEY is not set: start through npm start.')
  await claimInstance(actor, secretKeyFingerprint(ONEBILL_SECRET_KEY), now)
  await seedCatalogue(actor, now)
  if (ANTHROPIC_ADMIN_KEY) await connectOnce(ANTHROPIC_ADMIN_KEY, now, warn)
  const link = (await hasOwner()) ? null : await createSignInLink(actor, now)
  return { signInLink: link?.url ?? null }
}

async function connectOnce(adminKey: string, now: Date, warn: (sentence: string) => void): Promise<void> {
  try {
    if (await wasConnected(shortenedKey(readAdminKey(adminKey)))) return
    await connectOrganization(actor, adminKey, now)
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    if (error.kind !== 'conflict') warn(`ANTHROPIC_ADMIN_KEY was not connected. ${error.message}`)
  }
}

/** Later starts neither wait for Anthropic nor bring back what somebody disconnected. */
async function wasConnected(hint: string): Promise<boolean> {
  const entries = await prisma().auditEntry.count({
    where: {
      action: { in: ['connection.connected', 'connection.key_replaced'] },
      after: { path: ['key_hint'], equals: hint },
    },
  })
  return entries > 0
}
