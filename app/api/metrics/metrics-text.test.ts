import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricFamilies } from './metric-families'
import { renderMetrics, type MetricFamily } from './metrics-text'

/** Reads the format as strictly as its description allows, and throws where a scraper would. */
function parse(text: string) {
  const families = new Map<string, { type: string; help: string; samples: Map<string, string> }>()
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end')
  let current: string | null = null
  for (const line of text.split('\n').slice(0, -1)) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) (.*)$/.exec(line)
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge)$/.exec(line)
    const sample =
      /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*",?)*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
        line,
      )
    if (help?.[1] !== undefined) {
      if (families.has(help[1])) throw new Error(`${help[1]} comes twice`)
      families.set((current = help[1]), { type: '', help: help[2] ?? '', samples: new Map() })
    } else if (type?.[1] !== undefined && type[1] === current && families.get(current)?.type === '')
      (families.get(current) as { type: string }).type = type[2] ?? ''
    else if (sample?.[1] !== undefined && sample[1] === current) {
      const samples = families.get(current)?.samples
      const labels = sample[2] ?? ''
      if (samples?.has(labels)) throw new Error(`${line} comes twice`)
      samples?.set(labels, sample[3] ?? '')
    } else throw new Error(`no line of this format: ${line}`)
  }
  return families
}

const unescaped = (text: string) =>
  text.replace(/\\(["\\n])/g, (_, what: string) => (what === 'n' ? '\n' : what))

describe('renderMetrics', () => {
  it('reads back as it was, whatever the texts are', () => {
    const label = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', 'ü', ' ', '{', '}', ',', '=') })
    fc.assert(
      fc.property(label, label, fc.integer(), (help, value, number) => {
        const family: MetricFamily = {
          name: 'x_total',
          type: 'counter',
          help,
          samples: [{ labels: { l: value }, value: number }],
        }
        const [found] = [...parse(renderMetrics([family])).values()]
        expect(unescaped(found?.help ?? '')).toBe(help)
        const [[labels, shown] = []] = [...(found?.samples ?? [])]
        expect(unescaped(/^\{l="(.*)"\}$/s.exec(labels ?? '')?.[1] ?? '?')).toBe(value)
        expect(Number(shown)).toBe(number)
      }),
    )
  })

  it('leaves a family without samples out', () => {
    expect(renderMetrics([{ name: 'x', type: 'gauge', help: 'h', samples: [] }])).toBe('')
  })
})

describe('metricFamilies', () => {
  const state = {
    version: '1.2.3',
    node: 'v24',
    startedAt: 1,
    cpuSeconds: 0.25,
    residentBytes: 2,
    heapBytes: 1,
  }
  const nothing = { organizations: [], runs: [], lastRun: null, coverage: [], storage: [], databaseBytes: 7n }

  it('is sound and named by the rules, with much and with nothing', () => {
    const all = metricFamilies(
      {
        organizations: [
          { id: 'a', source: 'analytics', isFailing: false, lastSyncedAt: new Date(1_500) },
          { id: 'b', source: 'legacy', isFailing: true, lastSyncedAt: null },
        ],
        runs: [{ status: 'failed', count: 2 }],
        lastRun: {
          succeeded: false,
          finishedAt: new Date(2_000),
          seconds: 1.5,
          rows: 2n ** 60n,
          requests: 3,
        },
        coverage: [{ organizationId: 'a', state: 'synced', days: 300 }],
        storage: [{ kind: 'facts', bytes: 10n, rows: 1n, since: null }],
        databaseBytes: 20n,
      },
      [{ method: 'GET', route: '/plans/[id]', status: 200, count: 5, seconds: 0.5 }],
      state,
    )
    const read = parse(renderMetrics(all))
    expect(read.get('onebill_build_info')?.samples).toEqual(new Map([['{version="1.2.3",node="v24"}', '1']]))
    expect(read.get('onebill_http_requests_total')?.samples).toEqual(
      new Map([['{method="GET",route="/plans/[id]",status="200"}', '5']]),
    )
    expect(read.get('onebill_organization_last_sync_timestamp_seconds')?.samples).toEqual(
      new Map([['{organization="a"}', '1.5']]),
    )
    expect(
      read.get('onebill_organization_sync_failing')?.samples.get('{organization="b",source="legacy"}'),
    ).toBe('1')
    expect(read.get('onebill_last_sync_run_rows')?.samples.get('')).toBe(String(2n ** 60n))
    expect(read.get('onebill_database_size_bytes')?.samples.get('')).toBe('20')
    for (const { name, type, help } of all) {
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      expect(help).toMatch(/\.$/)
    }
    expect(parse(renderMetrics(metricFamilies(nothing, [], state))).size).toBe(6)
  })
})
