import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { clientOf, collect, NOW, randomWorld, refusalOf, simulate } from './simulator-under-test'

function raw(url: string, path: string, headers: Record<string, string>) {
  return fetch(`${url}${path}`, { headers })
}

describe('credentials', () => {
  test('the admin key works in either header, under either version', async () => {
    const simulator = await simulate()
    const path = '/v1/organizations/me'
    for (const version of ['2023-06-01', '2026-10-21']) {
      const headers = { 'anthropic-version': version }
      const byKey = await raw(simulator.url, path, { ...headers, 'x-api-key': simulator.adminKey })
      const byBearer = await raw(simulator.url, path, {
        ...headers,
        authorization: `Bearer ${simulator.adminKey}`,
      })
      expect([byKey.status, byBearer.status]).toEqual([200, 200])
      expect(byKey.headers.get('request-id')).toMatch(/^req_01[0-9A-Za-z]{22}$/)
      expect(byKey.headers.get('anthropic-organization-id')).toBe(simulator.organizationId)
      expect(byKey.headers.has('anthropic-workspace-id')).toBe(false)
    }
  })

  test('each wrong key gets the refusal of its kind', async () => {
    const simulator = await simulate()
    const ask = (key: string) => refusalOf(clientOf(simulator, key).beta.organization.retrieve())
    const inference = await ask('sk-ant-api03-abc')
    expect(inference).toBeInstanceOf(Anthropic.AuthenticationError)
    expect(inference.apiMessage).toMatch(/requires an Admin API key$/)
    expect((await ask('sk-ant-admin01-unknown')).status).toBe(401)
    simulator.revokeKey(simulator.adminKey)
    const revoked = await ask(simulator.adminKey)
    expect([revoked.status, revoked.type, revoked.apiMessage]).toEqual([
      401,
      'authentication_error',
      'invalid x-api-key',
    ])
    expect(revoked.requestID).toMatch(/^req_/)
  })

  test('the refusals that are not certain can be switched', async () => {
    const older = await simulate({ wrongKeyStatus: 403 })
    const refused = await refusalOf(clientOf(older, 'sk-ant-api03-abc').beta.organization.retrieve())
    expect(refused).toBeInstanceOf(Anthropic.PermissionDeniedError)
    const individual = await simulate({ account: 'individual' })
    const alone = await refusalOf(clientOf(individual).beta.organization.retrieve())
    expect([alone.status, alone.type]).toEqual([403, 'permission_error'])
  })

  test('a key with only read:analytics reads the reports and nothing else', async () => {
    const simulator = await simulate()
    const { organization } = clientOf(simulator, simulator.analyticsKey).beta
    expect(
      (await organization.analytics.cost.list({ starting_at: '2026-11-20T00:00:00Z' })).data,
    ).toHaveLength(1)
    expect(await refusalOf(organization.retrieve())).toBeInstanceOf(Anthropic.PermissionDeniedError)
  })

  test('a request without a key or a version is refused', async () => {
    const { url, adminKey } = await simulate()
    const keyless = await raw(url, '/v1/organizations/me', { 'anthropic-version': '2026-10-21' })
    expect(keyless.status).toBe(401)
    const versionless = await raw(url, '/v1/organizations/me', { 'x-api-key': adminKey })
    expect(versionless.status).toBe(400)
    expect(await versionless.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'anthropic-version: header is required' },
      request_id: versionless.headers.get('request-id'),
    })
  })
})

describe('organisation, people, workspaces', () => {
  test('me, users and invites', async () => {
    const simulator = await simulate({ story: 'team' })
    const { organization } = clientOf(simulator).beta
    expect(await organization.retrieve()).toEqual(simulator.world().organization)
    const users = await collect(organization.users.list({ limit: 2 }))
    expect(users).toHaveLength(simulator.world().members.length)
    expect(users.map((user) => user.added_at)).toEqual(
      users
        .map((user) => user.added_at)
        .sort()
        .reverse(),
    )
    const found = await collect(organization.users.list({ email: 'ADA+x@fernweh.example' }))
    expect(found.map((user) => user.name)).toEqual(['Ada Okafor'])
    expect(await organization.users.retrieve(found[0]?.id ?? '')).toEqual(found[0])
    expect(await collect(organization.users.list({ roles: ['billing', 'claude_code_user'] }))).toHaveLength(2)
    expect(await collect(organization.invites.list({ statuses: ['pending'] }))).toHaveLength(1)
    expect(await collect(organization.invites.list({ statuses: ['accepted'] }))).toHaveLength(0)
  })

  test('the default and the archived workspace come only when asked for', async () => {
    const simulator = await simulate({ story: 'team' })
    const { workspaces } = clientOf(simulator).beta.organization
    const names = async (query: object) =>
      (await collect(workspaces.list(query))).map((workspace) => workspace.name).sort()
    expect(await names({})).toEqual(['Production', 'Research', 'Staging'])
    expect(await names({ include_default: true })).toContain('Default')
    expect(await names({ include_archived: true })).toContain('Hackathon')
    const home = simulator.world().defaultWorkspaceId
    expect(await names({ ids: [home], include_default: true })).toEqual(['Default'])
    expect((await workspaces.retrieve(home)).name).toBe('Default')
  })

  test('unknown ids and unknown paths are 404 in the error envelope', async () => {
    const client = clientOf(await simulate())
    const unknown = await refusalOf(client.beta.organization.workspaces.retrieve('wrkspc_none'))
    expect(unknown).toBeInstanceOf(Anthropic.NotFoundError)
    expect(unknown.type).toBe('not_found_error')
    expect((await refusalOf(client.get('/v1/organizations/rate_limits'))).status).toBe(404)
    expect((await refusalOf(client.get('/v1/models'))).status).toBe(404)
  })
})

describe('API keys', () => {
  test('every key of the world is listed once, whatever the page size, forward and back', async () => {
    const simulator = await simulate({ world: randomWorld({ keys: 23 }) })
    const { apiKeys } = clientOf(simulator).beta.organization
    const ids = simulator.world().apiKeys.map((key) => key.id)
    const forward = (await collect(apiKeys.list({ limit: 7 }))).map((key) => key.id)
    expect(new Set(forward)).toEqual(new Set(ids))
    expect(forward).toHaveLength(ids.length)
    const last = forward.at(-1) ?? ''
    const page = await apiKeys.list({ limit: 5, before_id: last })
    expect(page.data.map((key) => key.id)).toEqual(forward.slice(-6, -1))
    const back = (await collect(apiKeys.list({ limit: 5, before_id: last }))).map((key) => key.id)
    expect(new Set(back)).toEqual(new Set(forward.slice(0, -1)))
  })

  test('the deprecated workspace_id exists under the old version only, null for the default workspace', async () => {
    const simulator = await simulate({ story: 'forgotten-key' })
    const client = clientOf(simulator)
    const list = async (version: string) =>
      (
        await client.get<{ data: { name: string; workspace_id?: string | null }[] }>(
          '/v1/organizations/api_keys',
          {
            headers: { 'anthropic-version': version },
          },
        )
      ).data
    expect((await list('2026-10-21')).every((key) => !('workspace_id' in key))).toBe(true)
    const old = new Map((await list('2023-06-01')).map((key) => [key.name, key.workspace_id]))
    expect(old.get('thesis-summaries')).toBeNull()
    expect(old.get('experiment-march')).toMatch(/^wrkspc_/)
  })

  test('filters by status, workspace and creator; all four statuses occur', async () => {
    const simulator = await simulate({ world: randomWorld({ keys: 12 }) })
    const { apiKeys } = clientOf(simulator).beta.organization
    const all = await collect(apiKeys.list())
    for (const status of ['active', 'inactive', 'archived', 'expired'] as const) {
      const some = await collect(apiKeys.list({ status }))
      expect(some.length).toBeGreaterThan(0)
      expect(some).toEqual(all.filter((key) => key.status === status))
    }
    const creator = all.find((key) => key.created_by)?.created_by?.id ?? ''
    const created = await collect(apiKeys.list({ created_by_user_id: creator }))
    expect(created).toEqual(all.filter((key) => key.created_by?.id === creator))
  })

  test('a key can be renamed, paused and woken; an archived or expired one stays as it is', async () => {
    const simulator = await simulate({ story: 'forgotten-key' })
    const { apiKeys } = clientOf(simulator).beta.organization
    const named = (name: string) => simulator.world().apiKeys.find((key) => key.name === name)?.id ?? ''
    const id = named('experiment-march')
    expect(await apiKeys.update(id, { status: 'inactive' })).toMatchObject({ id, status: 'inactive' })
    expect((await apiKeys.retrieve(id)).status).toBe('inactive')
    expect(await apiKeys.update(id, { status: 'active', name: 'march' })).toMatchObject({
      name: 'march',
      status: 'active',
    })
    await apiKeys.update(id, { status: 'archived' })
    expect((await refusalOf(apiKeys.update(id, { status: 'active' }))).status).toBe(400)
    expect((await refusalOf(apiKeys.update(named('workshop'), { status: 'active' }))).status).toBe(400)
    expect((await refusalOf(apiKeys.update('apikey_none', { name: 'x' }))).status).toBe(404)
    expect((await refusalOf(apiKeys.update(id, { status: 'expired' as 'active' }))).apiMessage).toBe(
      "status: Input should be 'active', 'inactive' or 'archived'",
    )
  })

  test('a deactivated key stops producing usage from that minute on', async () => {
    let now = NOW
    const simulator = await simulate({ story: 'forgotten-key', clock: () => now })
    const id = simulator.world().apiKeys.find((key) => key.name === 'experiment-march')?.id ?? ''
    const client = clientOf(simulator)
    await client.beta.organization.apiKeys.update(id, { status: 'inactive' })
    now = new Date(NOW.getTime() + 86_400_000)
    const page = await client.beta.organization.analytics.usage.list({
      starting_at: NOW.toISOString(),
      ending_at: now.toISOString(),
      time_bucket_width: '1h',
      group_by: ['api_key_id'],
    })
    expect(
      page.data.filter((row) => row.group.api_key_id === id && row.starting_at > NOW.toISOString()),
    ).toEqual([])
  })

  test('limits and cursors are validated', async () => {
    const { apiKeys } = clientOf(await simulate()).beta.organization
    const message = async (query: object) => (await refusalOf(apiKeys.list(query))).apiMessage
    expect(await message({ limit: 1001 })).toBe('limit: Input should be less than or equal to 1000')
    expect(await message({ limit: 0 })).toBe('limit: Input should be greater than or equal to 1')
    expect(await message({ limit: 'many' })).toMatch(/^limit: Input should be a valid integer/)
    expect(await message({ after_id: 'a', before_id: 'b' })).toBe(
      'Only one of before_id and after_id may be provided',
    )
    expect(await message({ after_id: 'apikey_none' })).toBe('after_id: Invalid cursor')
    expect(await message({ status: 'asleep' })).toMatch(/^status: Input should be 'active'/)
  })
})
