import { systemActor } from '@/lib/auth/system-actor'
import { claimInstance } from '@/lib/commands/instance'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { secretKeyFingerprint } from '@/lib/sealed-secret'

/** Nothing is read or stored with another ONEBILL_SECRET_KEY than the one this database was set up with. */
export async function requireMatchingKey(now: Date): Promise<void> {
  const { ONEBILL_SECRET_KEY } = environment()
  if (!ONEBILL_SECRET_KEY)
    throw new ExpectedError('incomplete', 'ONEBILL_SECRET_KEY is not set: start through npm start.')
  await claimInstance(systemActor('start'), secretKeyFingerprint(ONEBILL_SECRET_KEY), now)
}
