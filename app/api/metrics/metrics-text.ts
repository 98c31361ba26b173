export interface MetricFamily {
  name: string
  type: 'counter' | 'gauge'
  help: string
  samples: { labels?: Record<string, string>; value: number | bigint }[]
}

/** The Prometheus text format, version 0.0.4: one block a family, in the order given; a family without samples is left out. */
export function renderMetrics(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const head = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n`
      return head + samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}\n`).join('')
    })
    .join('')
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`,
  )
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
