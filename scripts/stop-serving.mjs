import { setTimeout as delay } from 'node:timers/promises'

/** Ends answering requests and the application's own work (`globalThis.onebillStop`); waits for both at most `graceMs`. */
export async function stopServing(httpServer, graceMs) {
  const closed = new Promise((resolve) => httpServer.close(resolve))
  const closing = setInterval(() => httpServer.closeIdleConnections(), 20) // a connection is idle after its last answer
  const worked = Promise.resolve().then(() => globalThis.onebillStop?.())
  await Promise.race([Promise.allSettled([closed, worked]), delay(graceMs, undefined, { ref: false })])
  clearInterval(closing)
}
