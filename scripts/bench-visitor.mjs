/**
 * Asks a server for pages and tells how long it took, to the last byte. A process of its own, started by fork with the server's
 * address and the cookie to send: what fills a database with a million rows has a heap whose collecting would take the
 * processor from the server just when it is being timed. Each message is a page to ask for and what it must say; the answer
 * is `{ time }` in milliseconds, or `{ problem }`.
 */
import { once } from 'node:events'
import http from 'node:http'
import { gunzipSync } from 'node:zlib'

const [, , url, cookie] = process.argv
const agent = new http.Agent({ keepAlive: true })
const headers = { cookie, 'accept-encoding': 'gzip' }

process.on('message', async ({ address, says }) => {
  try {
    const began = performance.now()
    const [answer] = await once(http.get(url + address, { agent, headers }), 'response')
    const chunks = []
    for await (const chunk of answer) chunks.push(chunk)
    const time = performance.now() - began
    const body = Buffer.concat(chunks)
    const page = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    if (answer.statusCode !== 200) throw new Error(`${address}: ${answer.statusCode}`)
    if (!page.includes(says)) throw new Error(`${address} shows no figures`)
    process.send({ time })
  } catch (error) {
    process.send({ problem: error.message })
  }
})
