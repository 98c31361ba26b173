import { AsyncLocalStorage } from 'node:async_hooks'

interface ObservedRequest {
  request_id: string
}

// One per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillRequest?: AsyncLocalStorage<ObservedRequest> }

function storage(): AsyncLocalStorage<ObservedRequest> {
  return (holder.onebillRequest ??= new AsyncLocalStorage())
}

/** The request that is being answered here; undefined outside of one. */
export function currentRequest(): ObservedRequest | undefined {
  return storage().getStore()
}

/** Whatever is done from here on belongs to this request. */
export function enterRequest(request: ObservedRequest): void {
  storage().enterWith(request)
}
