import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { nano, NANO_PER_USD } from '@/lib/domain/money'
import { listOwnLimits } from './own-limits'

useDatabase({ emptied: ['organizations', 'spend_limits'] })

const NOW = new Date('2026-11-22T10:30:00Z')
const viewer = systemActor('test', 'viewer')
const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)

it('tells the limit that holds for each organisation and workspace, never two for the same', async () => {
  for (const id of ['org', 'other'])
    await prisma().organization.create({ data: { id, name: id, isDemo: false, createdAt: NOW } })
  const limit = (organizationId: string, subjectId: string, source: string, dollars: number) => ({
    ...{ organizationId, subjectId, source, amountNano: usd(dollars), called: source, statedAt: NOW },
    subjectType: subjectId === organizationId ? 'organization' : 'workspace',
  })
  await prisma().spendLimit.createMany({
    data: [
      limit('org', 'org', 'usage_tier', 1000),
      limit('org', 'org', 'anthropic', 400),
      limit('org', 'org', 'entered', 300),
      limit('org', 'ws', 'entered', 50),
      limit('other', 'other', 'entered', 20),
    ],
  })
  const told = await listOwnLimits(viewer, NOW, 'real')
  expect(
    told.map(({ organization, workspace, called, amount }) => [organization, workspace, called, amount]),
  ).toEqual([
    ['org', null, 'anthropic', usd(400)],
    ['org', 'ws', 'entered', usd(50)],
    ['other', null, 'entered', usd(20)],
  ])
})
