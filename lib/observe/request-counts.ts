export interface RequestCount {
  method: string
  /** As the folders say: `/plans/[id]`. */
  route: string
  status: number
  count: number
  seconds: number
}

// One per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillRequestCounts?: Map<string, RequestCount> }

function counts(): Map<string, RequestCount> {
  return (holder.onebillRequestCounts ??= new Map())
}

export function countRequest({ method, route, status, seconds }: Omit<RequestCount, 'count'>): void {
  const key = `${method} ${route} ${status}`
  const known = counts().get(key) ?? { method, route, status, count: 0, seconds: 0 }
  counts().set(key, { ...known, count: known.count + 1, seconds: known.seconds + seconds })
}

/** What this process has answered since it started. */
export function requestCounts(): RequestCount[] {
  return [...counts().values()]
}
