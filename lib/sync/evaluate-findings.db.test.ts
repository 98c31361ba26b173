import { describe, expect, it, vi } from 'vitest'
import { useDatabase } from '@/lib/db/test-database'
import { tellOverridingKey } from '@/lib/simulator/replays/billed-beside-a-plan'
import { REPLAYS } from '@/lib/simulator/replays/replays'
import { FINDING_TABLES, storedFindings, storedNotices, tellOrganization } from './findings-under-test'

vi.setConfig({ testTimeout: 120_000 })
useDatabase({ emptied: FINDING_TABLES })

const replayOf = (rule: string) => REPLAYS.find((one) => one.rule === rule) ?? expect.fail()

describe('a key that overrides a plan', () => {
  it('is found with the first closed hour that shows it, told once, and gone when it is over', async () => {
    const story = tellOverridingKey()
    const shows = replayOf('key-overrides-plan').couldShow(story)
    const { syncAt } = await tellOrganization(story, shows - 1)
    const run = await syncAt(shows - 1)
    expect(run).toMatchObject({ status: 'succeeded', error: null })
    expect(await storedFindings('key-overrides-plan')).toEqual([])
    await syncAt(shows)
    const [found, ...others] = await storedFindings('key-overrides-plan')
    expect(others).toEqual([])
    expect(found).toMatchObject({ severity: 'high', state: 'open', goneAt: null, happened: ['opened'] })
    for (const hours of [1, 2, 26]) await syncAt(shows + hours)
    const [still] = await storedFindings('key-overrides-plan')
    expect(still).toMatchObject({ id: found?.id, happened: ['opened'] })
    expect((still?.atStakeNano ?? 0n) > (found?.atStakeNano ?? 0n)).toBe(true)
    await syncAt(shows + 24 * 12)
    expect(await storedFindings('key-overrides-plan')).toMatchObject([{ happened: ['opened', 'gone'] }])
    expect(await storedNotices('key-overrides-plan')).toMatchObject([
      { kind: 'finding_opened', severity: 'high', key: `finding:${found?.id}:0:high` },
    ])
  })
})
