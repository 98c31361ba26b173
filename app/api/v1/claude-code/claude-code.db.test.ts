import { beforeAll, expect, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { GET } from './route'

useDatabase()
let authorization: string

beforeAll(async () => {
  const { token } = await createToken(systemActor('test'), { name: 'reader', role: 'viewer' }, new Date())
  authorization = `Bearer ${token}`
  const createdAt = new Date('2026-11-01T00:00:00Z')
  await prisma().organization.create({ data: { id: 'org', name: 'Acme', createdAt } })
  await prisma().organization.create({ data: { id: 'told', name: 'Story', isDemo: true, createdAt } })
  const use = (organizationId: string, day: string, ordinal: number, actor: string, terminalType: string) =>
    prisma().claudeCodeActivity.create({
      data: {
        organizationId,
        day: new Date(day),
        ordinal,
        actorType: 'user_actor',
        actor,
        customerType: 'subscription',
        subscriptionType: 'team',
        terminalType,
        isRemote: false,
        sessions: 2n,
        linesAdded: 10n,
        linesRemoved: 3n,
        commits: 1n,
        pullRequests: 0n,
      },
    })
  const model = (organizationId: string, day: string, ordinal: number, name: string, nano: bigint) =>
    prisma().claudeCodeModel.create({
      data: {
        organizationId,
        day: new Date(day),
        ordinal,
        model: name,
        input: 1n,
        output: 2n,
        cacheRead: 3n,
        cacheCreation: 4n,
        estimatedCostNano: nano,
      },
    })
  await use('org', '2026-11-10', 0, 'ada@example.com', 'vscode')
  await use('org', '2026-11-11', 0, 'ada@example.com', 'vscode')
  await use('org', '2026-11-11', 1, 'ada@example.com', 'tmux')
  await use('org', '2026-11-12', 0, 'ada@example.com', 'vscode')
  await use('told', '2026-11-11', 0, 'ada@example.com', 'vscode')
  await model('org', '2026-11-10', 0, 'cheap', 10_000_000n)
  await model('org', '2026-11-10', 0, 'dear', 900_000_000n)
  await model('org', '2026-11-11', 0, 'dear', 30_000_000n)
  await model('org', '2026-11-12', 0, 'dear', 5n)
  await model('told', '2026-11-11', 0, 'dear', 5n)
})

async function ask(search: string) {
  const answer = await GET(
    new Request(`http://localhost/api/v1/claude-code?${search}`, { headers: { authorization } }),
  )
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('tells who used Claude Code where, with estimates that are called so', async () => {
  const use = {
    organization_id: 'org',
    actor_type: 'user_actor',
    actor: 'ada@example.com',
    customer_type: 'subscription',
    subscription_type: 'team',
    is_remote: false,
  }
  expect(await ask('from=2026-11-10&to=2026-11-12')).toEqual({
    status: 200,
    body: {
      from: '2026-11-10',
      to: '2026-11-12',
      currency: 'USD',
      quality: 'estimated',
      estimated_usd: '0.94',
      next_cursor: null,
      data: [
        {
          ...use,
          terminal_type: 'vscode',
          sessions: 4,
          lines_added: 20,
          lines_removed: 6,
          commits: 2,
          pull_requests: 0,
          estimated_usd: '0.94',
          models: [
            { model: 'dear', input: 2, output: 4, cache_read: 6, cache_creation: 8, estimated_usd: '0.93' },
            { model: 'cheap', input: 1, output: 2, cache_read: 3, cache_creation: 4, estimated_usd: '0.01' },
          ],
        },
        {
          ...use,
          terminal_type: 'tmux',
          sessions: 2,
          lines_added: 10,
          lines_removed: 3,
          commits: 1,
          pull_requests: 0,
          estimated_usd: '0.00',
          models: [],
        },
      ],
    },
  })
})

test('tells the story apart', async () => {
  const { body } = await ask('from=2026-11-10&to=2026-11-13&data=demo')
  expect(body).toMatchObject({ estimated_usd: '0.000000005', data: [{ organization_id: 'told' }] })
})

test.each(['', 'from=2026-11-10', 'from=2026-11-12&to=2026-11-12', 'from=2020-01-01&to=2026-01-01'])(
  '"%s" is refused',
  async (search) => {
    expect((await ask(search)).status).toBe(400)
  },
)
