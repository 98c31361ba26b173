import type { RequestCount } from '@/lib/observe/request-counts'
import type { Measures } from '@/lib/queries/metrics'
import type { MetricFamily } from './metrics-text'

interface ProcessState {
  version: string
  node: string
  startedAt: number
  cpuSeconds: number
  residentBytes: number
  heapBytes: number
}

/** Names follow Prometheus: base units, `_total` for what only grows. Requests and process are of this one instance. */
export function metricFamilies(
  measures: Measures,
  requests: readonly RequestCount[],
  process: ProcessState,
): MetricFamily[] {
  return [...processFamilies(process), ...requestFamilies(requests), ...dataFamilies(measures)]
}

function gauge(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
  return { name, type: 'gauge', help, samples }
}

function counter(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
  return { name, type: 'counter', help, samples }
}

function processFamilies(state: ProcessState): MetricFamily[] {
  const labels = { version: state.version, node: state.node }
  return [
    gauge('onebill_build_info', 'The version that runs; always 1.', [{ labels, value: 1 }]),
    gauge('process_start_time_seconds', 'When this process started, since 1970.', [
      { value: state.startedAt },
    ]),
    counter('process_cpu_seconds_total', 'Processor time of this process.', [{ value: state.cpuSeconds }]),
    gauge('process_resident_memory_bytes', 'Memory of this process.', [{ value: state.residentBytes }]),
    gauge('nodejs_heap_size_used_bytes', 'Heap of this process in use.', [{ value: state.heapBytes }]),
  ]
}

function requestFamilies(requests: readonly RequestCount[]): MetricFamily[] {
  const labelled = (value: (one: RequestCount) => number) =>
    requests.map((one) => ({
      labels: { method: one.method, route: one.route, status: String(one.status) },
      value: value(one),
    }))
  return [
    counter(
      'onebill_http_requests_total',
      'Requests answered by this process.',
      labelled((one) => one.count),
    ),
    counter(
      'onebill_http_request_seconds_total',
      'Time these requests took, together.',
      labelled((one) => one.seconds),
    ),
  ]
}

function dataFamilies(measures: Measures): MetricFamily[] {
  const { organizations, runs, lastRun, coverage, storage, databaseBytes } = measures
  const seconds = (at: Date) => at.getTime() / 1000
  return [
    gauge(
      'onebill_organization_last_sync_timestamp_seconds',
      'When the organisation was last up to date, since 1970; none while it never was.',
      organizations.flatMap(({ id, lastSyncedAt }) =>
        lastSyncedAt ? [{ labels: { organization: id }, value: seconds(lastSyncedAt) }] : [],
      ),
    ),
    gauge(
      'onebill_organization_sync_failing',
      'Whether the last sync of the organisation failed.',
      organizations.map(({ id, source, isFailing }) => ({
        labels: { organization: id, source },
        value: Number(isFailing),
      })),
    ),
    gauge(
      'onebill_sync_runs',
      'Sync runs on record by status.',
      runs.map(({ status, count }) => ({ labels: { status }, value: count })),
    ),
    ...(lastRun
      ? [
          gauge('onebill_last_sync_run_success', 'Whether the last finished run succeeded.', [
            { value: Number(lastRun.succeeded) },
          ]),
          gauge(
            'onebill_last_sync_run_timestamp_seconds',
            'When the last finished run ended, since 1970.',
            lastRun.finishedAt ? [{ value: seconds(lastRun.finishedAt) }] : [],
          ),
          gauge('onebill_last_sync_run_seconds', 'How long it took.', [{ value: lastRun.seconds }]),
          gauge('onebill_last_sync_run_rows', 'Rows it stored.', [{ value: lastRun.rows }]),
          gauge('onebill_last_sync_run_requests', 'Requests it made at Anthropic.', [
            { value: lastRun.requests },
          ]),
        ]
      : []),
    gauge(
      'onebill_coverage_days',
      'UTC days of the organisation by state.',
      coverage.map(({ organizationId, state, days }) => ({
        labels: { organization: organizationId, state },
        value: days,
      })),
    ),
    gauge(
      'onebill_storage_bytes',
      'Disk used by kind of data, indexes included.',
      storage.map(({ kind, bytes }) => ({ labels: { kind }, value: bytes })),
    ),
    gauge('onebill_database_size_bytes', 'Disk used by the whole database.', [{ value: databaseBytes }]),
  ]
}
