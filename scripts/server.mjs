/** The web server: a process of its own that ends as soon as the launcher it belongs to is gone. */
import { createServer } from 'node:http'
import next from 'next'
import { ROOT } from './checkout.mjs'
import { stopServing } from './stop-serving.mjs'

const GRACE_MS = 2_500

const httpServer = createServer()
let stopping = false

process.on('message', (message) => {
  if (message === 'stop') stop()
  else serve(message.serve).catch((error) => process.send({ failed: error.message }, () => process.exit(1)))
})
process.on('disconnect', stop)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)

/** The launcher starts this process early, so that Next loads while the database starts, and sends the environment later. */
async function serve(env) {
  Object.assign(process.env, env)
  const { HOST: hostname } = env
  const port = Number(env.PORT)
  const dev = env.NODE_ENV === 'development'
  const app = next({ dev, dir: ROOT, hostname, port, httpServer, quiet: !dev })
  await app.prepare()
  httpServer.on('request', app.getRequestHandler())
  httpServer.once('error', (error) => {
    const failed = error.code === 'EADDRINUSE' ? 'taken' : error.message
    process.send({ failed }, () => process.exit(1))
  })
  httpServer.listen(port, hostname, () => process.send({ ready: true }))
}

async function stop() {
  if (stopping) return
  stopping = true
  await stopServing(httpServer, GRACE_MS)
  process.exit(0)
}
