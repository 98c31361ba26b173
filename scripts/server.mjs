/** The web server: a process of its own that ends as soon as the launcher it belongs to is gone. */
import { createServer } from 'node:http'
import path from 'node:path'
import next from 'next'

const root = path.dirname(import.meta.dirname)
const dev = process.argv.includes('--dev')
const hostname = process.env.HOST
const port = Number(process.env.PORT)

const GRACE_MS = 2_500

const httpServer = createServer((request, response) => handle(request, response))
const app = next({ dev, dir: root, hostname, port, httpServer })
const handle = app.getRequestHandler()

process.on('message', (message) => message === 'stop' && stop())
process.on('disconnect', stop)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)

await app.prepare()
httpServer.once('error', (error) => {
  process.send?.({ failed: error.code === 'EADDRINUSE' ? 'taken' : error.message }, () => process.exit(1))
})
httpServer.listen(port, hostname, () => process.send?.({ ready: true }))

let stopping = false

function stop() {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(0), GRACE_MS).unref()
  httpServer.close(() => process.exit(0))
  httpServer.closeIdleConnections()
}
