import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { accountFor, freePort, untilReady } from '@/lib/backup/other-postgres-under-test'
import { createToken } from '@/lib/commands/tokens'
import { closeDatabase, pool, prisma } from '@/lib/db/client'
import { testDatabase } from '@/lib/db/test-database'
import { getMeasures } from '@/lib/queries/metrics'
import { randomWorld } from '@/lib/simulator/simulator-under-test'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { connectSimulator, expectTruth, sync } from '@/lib/sync/sync-under-test'
import { migrate } from '@/scripts/migrate.mjs'
import { runCommandLine } from './run-command-line'

const BOUNCER = '/usr/sbin/pgbouncer'
const isInstalled = existsSync(BOUNCER)
const NOW = new Date('2026-11-22T11:20:30Z')
const actor = systemActor('test')

it.skipIf(isInstalled)('NOT TRIED behind PgBouncer: apt-get install pgbouncer', () => {
  process.stderr.write('PgBouncer in transaction mode was not tried: it is not installed here.\n')
})

describe.runIf(isInstalled)(
  'behind PgBouncer in transaction mode, with fewer connections than askers',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onebill-pgbouncer-'))
    let database: Awaited<ReturnType<typeof testDatabase>>
    let stop: () => Promise<void>

    vi.setConfig({ testTimeout: 120_000 })
    beforeAll(async () => {
      database = await testDatabase()
      const direct = new URL(database.url)
      const port = await freePort()
      const settings = {
        ...{ listen_addr: '127.0.0.1', listen_port: port, unix_socket_dir: '', auth_type: 'any' },
        ...{ pool_mode: 'transaction', default_pool_size: 3, logfile: path.join(folder, 'log') },
      }
      const target = `host=127.0.0.1 port=${direct.port} user=${direct.username} password=${direct.password}`
      const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
      const file = path.join(folder, 'pgbouncer.ini')
      writeFileSync(file, ['[databases]', `* = ${target}`, '[pgbouncer]', ...lines, ''].join('\n'), {
        mode: 0o644,
      })
      const bouncer = spawn(BOUNCER, ['-q', file], { ...accountFor(folder), cwd: '/', stdio: 'ignore' })
      stop = async () => {
        const gone = once(bouncer, 'exit')
        bouncer.kill('SIGINT')
        await gone
      }
      process.env.DATABASE_URL = Object.assign(new URL(database.url), { port: String(port) }).href
      await untilReady(process.env.DATABASE_URL)
    })
    afterAll(async () => {
      await closeDatabase()
      await stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    })

    it('migrates', async () => {
      expect(await migrate(process.env.DATABASE_URL)).toEqual([])
      const { rows } = await pool().query<{ name: string }>(
        'select migration_name as name from _prisma_migrations',
      )
      await pool().query('drop schema public cascade; create schema public')
      expect(await migrate(process.env.DATABASE_URL)).toEqual(rows.map(({ name }) => name).sort())
    })

    it('serves many transactions at once, and leaves no setting or lock behind for the next', async () => {
      const made = Array.from({ length: 20 }, (_, n) =>
        createToken(actor, { name: `t${n}`, role: 'viewer' }, NOW),
      )
      await Promise.all(made)
      await Promise.all(Array.from({ length: 20 }, () => getMeasures(actor)))
      expect(await prisma().apiToken.count()).toBe(20)
      const { rows } = await pool().query(`select from pg_locks where locktype = 'advisory' and database =
      (select oid from pg_database where datname = current_database())`)
      expect(rows).toEqual([])
      const shown = await pool().query<{ statement_timeout: string }>('show statement_timeout')
      expect(shown.rows[0]?.statement_timeout).toBe('0')
    })

    it('syncs to the cent', async () => {
      const simulator = await startSimulator({
        world: randomWorld({ rows: 300, days: 30 }),
        clock: () => NOW,
      })
      try {
        await connectSimulator(simulator)
        expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
        await expectTruth(simulator)
      } finally {
        await simulator.close()
      }
    })

    it('backs up and restores', async () => {
      const err: string[] = []
      const terminal = {
        out: () => {},
        err: (line: string) => void err.push(line),
        progress: () => {},
        env: { INIT_CWD: folder },
      }
      await runCommandLine(['sign-in-link'], terminal, () => NOW)
      const counts = () =>
        pool().query('select count(*) from cost_facts union all select count(*) from api_tokens')
      const before = (await counts()).rows
      for (const args of [
        ['backup', 'file'],
        ['restore', 'file', '--replace'],
      ])
        expect([await runCommandLine(args, terminal, () => NOW), err]).toEqual([0, []])
      expect((await counts()).rows).toEqual(before)
    })
  },
)
