import { requestCounts } from '@/lib/observe/request-counts'
import { getMeasures } from '@/lib/queries/metrics'
import packageFile from '@/package.json'
import { endpoint } from '../v1/endpoint'
import { metricFamilies } from './metric-families'
import { renderMetrics } from './metrics-text'

/** What a Prometheus scrapes, with a token of any role as its bearer token. */
export const readMetrics = endpoint(
  { permission: 'read', summary: 'Metrics in the Prometheus text format', mediaType: 'text/plain' },
  async ({ viewer }) => {
    const { user, system } = process.cpuUsage()
    const { rss, heapUsed } = process.memoryUsage()
    const families = metricFamilies(await getMeasures(viewer), requestCounts(), {
      version: packageFile.version,
      node: process.version,
      startedAt: Math.round(Date.now() / 1000 - process.uptime()),
      cpuSeconds: (user + system) / 1e6,
      residentBytes: rss,
      heapBytes: heapUsed,
    })
    const headers = {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    }
    return new Response(renderMetrics(families), { headers })
  },
)
