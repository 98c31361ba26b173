import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { keyHistory } from './key-history'

useDatabase({ emptied: ['organizations', 'key_events', 'key_actions'] })

const key = { organizationId: 'o', keyId: 'k' }
const at = (clock: string) => new Date(`2026-11-20T${clock}:00Z`)

it('tells once what was done here, and what somebody did at Anthropic besides', async () => {
  const action = (id: string, state: 'confirmed' | 'unconfirmed', answered: string) => ({
    ...{ ...key, id, state, requestedAt: at('09:00'), answeredAt: at(answered), actorKind: 'user' },
    ...{ actorName: 'Ada', field: 'status', before: 'active', wanted: 'inactive', reason: 'idle' },
  })
  await prisma().keyAction.createMany({
    data: [action('done', 'confirmed', '09:01'), action('unknown', 'unconfirmed', '09:05')],
  })
  const event = (id: string, clock: string, kind = 'status') => ({
    ...key,
    id,
    at: at(clock),
    kind,
    after: 'inactive',
  })
  await prisma().keyEvent.createMany({
    data: [event('ours', '09:01'), event('later', '09:05'), event('theirs', '09:01', 'name')],
  })
  const entries = await keyHistory(systemActor('test', 'viewer'), { organizationId: 'o', id: 'k' })
  expect(entries.map(({ id }) => id).sort()).toEqual(['done', 'later', 'theirs', 'unknown'])
})
