import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner } from './people'
import { expect, test } from './story'

let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  simulator = await startSimulator('team')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

test('a backfill cut off by kill -9 goes on where it stopped and ends exact', async ({ page, request }) => {
  await becomeOwner(page, onebill)
  await simulator.control({
    faults: [{ action: { kind: 'slow', delayMs: 400 }, path: 'analytics', skip: 8, times: null }],
  })
  await page.getByLabel('Admin key').fill(simulator.adminKey)
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText(/\d+ of \d+ days/)).toBeVisible()
  await expect(page.getByText(/^[1-9]\d* of \d+ days/)).toBeVisible()
  await page.goto('about:blank')
  await onebill.killAndRestart()
  await simulator.control({ clearFaults: true })

  const { stdout: token, status } = onebill.commandLine(
    'token',
    'create',
    '--name',
    'story',
    '--role',
    'owner',
  )
  expect(status).toBe(0)
  const sync = onebill.commandLine('sync')
  expect(sync.stderr).toBe('')
  expect(sync.status).toBe(0)

  for (const [group, by] of [
    ['key', 'key'],
    ['workspace', 'workspace'],
    ['model', 'model'],
    ['none', 'total'],
  ] as const) {
    const from = '2026-01-01'
    const to = '2026-11-23'
    const answer = await request.get(
      `${onebill.url}/api/v1/timeline?from=${from}&to=${to}&bucket=total&group=${group}`,
      {
        headers: { authorization: `Bearer ${token.trim()}` },
      },
    )
    const { rows, total_usd } = (await answer.json()) as {
      total_usd: string
      rows: { group: string | null; amount_usd: string }[]
    }
    const truth = await simulator.truth(from, to, by)
    expect(Number(total_usd)).toBeGreaterThan(0)
    expect(total_usd).toBe(truth.total_usd)
    if (by === 'key') {
      const ours = rows.map((row) => `${row.group} ${row.amount_usd}`).sort()
      const theirs = truth.rows
        .filter((row) => Number(row.amount_usd) !== 0)
        .map((row) => `${row.key} ${row.amount_usd}`)
      expect(ours.filter((row) => !/ 0\.00$/.test(row))).toEqual(theirs.sort())
    }
  }
  await page.goto(`${onebill.url}/settings/connections`)
  await expect(page.getByText('Last synced')).toBeVisible()
})
