import { expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { setThresholds } from '@/lib/commands/finding-thresholds'
import { useDatabase } from '@/lib/db/test-database'
import { tellOverridingKey } from '@/lib/simulator/replays/billed-beside-a-plan'
import { REPLAYS } from '@/lib/simulator/replays/replays'
import { FINDING_TABLES, storedFindings, tellOrganization } from './findings-under-test'

vi.setConfig({ testTimeout: 120_000 })
useDatabase({ emptied: [...FINDING_TABLES, 'settings'] })

const RULE = 'key-overrides-plan'

it('judges by what people chose from the next sync on, also where nothing else changed', async () => {
  const story = tellOverridingKey()
  const shows = REPLAYS.find(({ rule }) => rule === RULE)?.couldShow(story) ?? expect.fail()
  const { syncAt } = await tellOrganization(story, shows)
  await syncAt(shows)
  expect(await storedFindings(RULE)).toMatchObject([{ goneAt: null }])
  await setThresholds(systemActor('test'), RULE, { dailyCost: '100000' }, new Date())
  await syncAt(shows)
  expect(await storedFindings(RULE)).toMatchObject([{ happened: ['opened', 'gone'] }])
  await setThresholds(systemActor('test'), RULE, {}, new Date())
  await syncAt(shows)
  expect(await storedFindings(RULE)).toMatchObject([
    { goneAt: null, happened: ['opened', 'gone', 'returned'] },
  ])
})
