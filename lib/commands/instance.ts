import { transact } from '@/lib/db/transact'
import { prisma } from '@/lib/db/client'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/**
 * Ties this database to the key its secrets are encrypted with: the first start stores the fingerprint, every later one
 * has to bring the same. Throws `conflict` for another key.
 */
export async function claimInstance(actor: Actor, fingerprint: string, now: Date): Promise<void> {
  const known = await prisma().instance.findUnique({ where: { id: 1 } })
  const stored = known?.secretKeyFingerprint ?? (await firstFingerprint(actor, fingerprint, now))
  if (stored === fingerprint) return
  throw new ExpectedError(
    'conflict',
    'ONEBILL_SECRET_KEY is not the key this database was set up with. Nothing was changed. ' +
      'Start with the original key (it may be in the secrets file of the original data folder).',
  )
}

/** Two instances may start at once on an empty database: the first to insert decides. */
function firstFingerprint(actor: Actor, fingerprint: string, now: Date): Promise<string> {
  return transact(actor, now, async (tx, audit) => {
    await tx.instance.createMany({
      data: [{ id: 1, secretKeyFingerprint: fingerprint, createdAt: now }],
      skipDuplicates: true,
    })
    await audit({ action: 'instance.set_up', subjectType: 'instance', subjectId: '1' })
    const { secretKeyFingerprint } = await tx.instance.findUniqueOrThrow({ where: { id: 1 } })
    return secretKeyFingerprint
  })
}

/** Writes down the newest version that has started here, so that an older one can say what it is older than. */
export async function noteVersion(actor: Actor, version: string, now: Date): Promise<void> {
  const isNewer = (known: string | null) =>
    known === null || known.localeCompare(version, 'en', { numeric: true }) < 0
  const known = await prisma().instance.findUnique({ where: { id: 1 } })
  if (!known || !isNewer(known.appVersion)) return
  await transact(actor, now, async (tx, audit) => {
    await tx.instance.update({ where: { id: 1 }, data: { appVersion: version } })
    await audit({
      action: 'instance.version_started',
      subjectType: 'instance',
      subjectId: '1',
      before: { version: known.appVersion },
      after: { version },
    })
  })
}
