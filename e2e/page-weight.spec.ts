import { type Onebill, startOnebill } from './onebill'
import { becomeOwner } from './people'
import { type Part, PARTS, partsOf } from './script-parts'
import { expect, tell, test } from './story'

const ALL_KB = 290
const OWN_KB = 40
const TOO_SMALL_TO_PACK = 1024

let onebill: Onebill

test.beforeAll(async () => {
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

interface Loaded {
  url: string
  text: string
  map: string
  packed: boolean
}

test('the script of the timeline is light, and the chart comes after the first paint', async ({ page }) => {
  await becomeOwner(page, onebill)
  expect(onebill.commandLine('demo', 'load').status).toBe(0)
  await page.goto('about:blank')

  const loading: Promise<Loaded>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    const read = async () => {
      const text = await response.text()
      const [, file = ''] = /sourceMappingURL=(\S+)/.exec(text) ?? []
      const map = await (await fetch(new URL(file, response.url()))).text()
      const packed = response.headers()['content-encoding'] === 'gzip' || text.length < TOO_SMALL_TO_PACK
      return { url: response.url(), text, map, packed }
    }
    loading.push(read())
  })
  await page.goto(onebill.url, { waitUntil: 'networkidle' })
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  const scripts = await Promise.all(loading)
  expect(scripts.filter(({ packed }) => !packed).map(({ url }) => url)).toEqual([])

  const before = new Set(
    [...(await (await page.request.get(onebill.url)).text()).matchAll(/\/_next\/[^"'\\]+\.js/g)].map(String),
  )
  const weights = { first: nothing(), later: nothing() }
  for (const { url, text, map } of scripts) {
    const into = before.has(new URL(url).pathname) ? weights.first : weights.later
    for (const part of PARTS) into[part] += partsOf(text, map)[part]
  }
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`
  const sum = (parts: readonly Part[]) =>
    parts.reduce((whole, part) => whole + weights.first[part] + weights.later[part], 0)
  const { painted, chartAt } = await page.evaluate(
    (chart) => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const [resource] = performance.getEntriesByName(chart)
      return { painted: paint?.startTime ?? Infinity, chartAt: resource?.startTime ?? 0 }
    },
    scripts.find(({ map }) => map.includes('node_modules/recharts/'))?.url ?? '',
  )
  const line = (name: string, parts: readonly Part[], limit?: number) => {
    const [first, later] = [weights.first, weights.later].map((by) =>
      parts.reduce((all, part) => all + by[part], 0),
    )
    return `  ${name.padEnd(18)}${kb(first ?? 0)} + ${kb(later ?? 0)}${limit ? ` of at most ${limit} kB` : ''}`
  }
  tell(
    [
      `Script of the timeline, gzipped, before + after the first paint (${painted.toFixed(0)} ms; chart asked for at ${chartAt.toFixed(0)} ms):`,
      ...PARTS.map((part) => line(part, [part], part === 'own' ? OWN_KB : undefined)),
      line('all', PARTS, ALL_KB),
    ].join('\n'),
  )
  expect(weights.first['chart library']).toBe(0)
  expect(weights.later['chart library']).toBeGreaterThan(0)
  expect(chartAt).toBeGreaterThan(painted)
  expect(weights.first.own + weights.later.own).toBeGreaterThan(0)
  expect(sum(['own']) / 1000).toBeLessThanOrEqual(OWN_KB)
  expect(sum(PARTS) / 1000).toBeLessThanOrEqual(ALL_KB)
})

function nothing(): Record<Part, number> {
  return { framework: 0, 'interface library': 0, 'chart library': 0, own: 0 }
}
