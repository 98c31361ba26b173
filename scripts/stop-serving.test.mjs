import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { stopServing } from './stop-serving.mjs'

let requested
let httpServer

async function serve() {
  requested = deferred()
  httpServer = createServer((_, response) => requested.resolve(response)).listen(0, '127.0.0.1')
  await once(httpServer, 'listening')
  return `http://127.0.0.1:${httpServer.address().port}`
}

function deferred() {
  const made = {}
  made.promise = new Promise((resolve) => (made.resolve = resolve))
  return made
}

afterEach(() => {
  delete globalThis.onebillStop
  httpServer.closeAllConnections()
})

test('waits for the answer under way and for the work under way, and takes no new request', async () => {
  const address = await serve()
  const work = deferred()
  globalThis.onebillStop = () => work.promise
  const answer = fetch(address)
  const response = await requested.promise
  let stopped = false
  const stop = stopServing(httpServer, 60_000).then(() => (stopped = true))

  await expect(fetch(address)).rejects.toThrow()
  response.end('done')
  expect(await (await answer).text()).toBe('done')
  await new Promise(setImmediate)
  expect(stopped).toBe(false)
  work.resolve()
  await stop
})

test('waits no longer than the grace, and not for work that fails', async () => {
  await serve()
  globalThis.onebillStop = () => Promise.reject(new Error('the database is gone'))
  await stopServing(httpServer, 60_000)

  await serve()
  globalThis.onebillStop = () => new Promise(() => {})
  const before = performance.now()
  await stopServing(httpServer, 50)
  expect(performance.now() - before).toBeLessThan(5_000)
})

test('needs nobody to have registered', async () => {
  await serve()
  await stopServing(httpServer, 60_000)
  expect(httpServer.listening).toBe(false)
})
