import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

const BIN = '/usr/lib/postgresql/15/bin'

/** Whether Debian's postgresql-15 is installed; the oldest version Onebill works with. */
export const hasPostgres15 = existsSync(path.join(BIN, 'initdb'))

/** A throw-away PostgreSQL 15 of its own. */
export async function startPostgres15(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'onebill-postgres-15-'))
  const account = accountFor(folder)
  const options = { cwd: '/', env: { ...process.env, LC_ALL: 'C' }, ...account }
  const made = spawnSync(
    path.join(BIN, 'initdb'),
    ['-D', folder, '-U', 'onebill', '-A', 'trust', '-N', '-E', 'UTF8'],
    {
      ...options,
      encoding: 'utf8',
    },
  )
  if (made.status !== 0) throw new Error(made.stderr)
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', `port=${port}`]
  const flags = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(path.join(BIN, 'postgres'), flags, { ...options, stdio: 'ignore' })
  const url = `postgresql://onebill@127.0.0.1:${port}/postgres`
  await untilReady(url)
  return {
    url,
    async stop() {
      const gone = once(server, 'exit')
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root. */
export function accountFor(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const account = { uid: id('-u'), gid: id('-g') }
  chownSync(folder, account.uid, account.gid)
  return account
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

export async function untilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
