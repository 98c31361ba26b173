export type RequestRecord = { method: string; path: string; search: string; status: number | 'cut' }

export type RequestLog = {
  all(): readonly RequestRecord[]
  /** Requests whose path contains the given part. */
  count(pathPart?: string): number
  byPath(): Record<string, number>
  clear(): void
}

export function createRequestLog() {
  let records: RequestRecord[] = []
  const log: RequestLog = {
    all: () => records,
    count: (pathPart = '') => records.filter((record) => record.path.includes(pathPart)).length,
    byPath: () => {
      const counts: Record<string, number> = {}
      for (const { path } of records) counts[path] = (counts[path] ?? 0) + 1
      return counts
    },
    clear: () => {
      records = []
    },
  }
  return { log, record: (entry: RequestRecord) => void records.push(entry) }
}
