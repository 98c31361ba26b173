import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import pg from 'pg'
import { viewerOfToken } from '@/lib/auth/api-token'
import { systemActor } from '@/lib/auth/system-actor'
import { claimInstance } from '@/lib/commands/instance'
import { createToken } from '@/lib/commands/tokens'
import { closeDatabase, pool, prisma } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/sql-transaction'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { environment } from '@/lib/env'
import { tokenHash } from '@/lib/opaque-token'
import { getTimeline } from '@/lib/queries/timeline'
import { openSecret, secretKeyFingerprint } from '@/lib/sealed-secret'
import { randomWorld } from '@/lib/simulator/simulator-under-test'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { connectSimulator, sync } from '@/lib/sync/sync-under-test'
import { migrationsOfCheckout } from '@/scripts/migration-history.mjs'
import { LEFT_OUT, tablesOf } from './backed-up-tables'
import { SEALED, setAlertsAside, WRITTEN_BY_A_START } from './emptied-database'
import { hasPostgres15, startPostgres15 } from './other-postgres-under-test'
import { restoreBackup } from './restore-backup'
import { writeBackup } from './write-backup'

const now = new Date('2026-11-22T11:20:30Z')
const actor = systemActor('test')
const ODD = ['a\tb', 'a\nb\r\n', '\\.', '\\N', '', '\\\\.\n\\.\n', 'ü 🧾 "quoted" \u0001']
const folder = mkdtempSync(path.join(tmpdir(), 'onebill-backup-'))
const file = path.join(folder, 'onebill.backup')
const adminKey = { sealed: '', plain: '', purpose: '' }
let sourceUrl: string
let token: string

vi.setConfig({ testTimeout: 120_000 }) // each test is several restores
useDatabase()

beforeAll(async () => {
  sourceUrl = process.env.DATABASE_URL ?? ''
  await claimInstance(actor, fingerprint(), now)
  const simulator = await startSimulator({ world: randomWorld({ rows: 400, days: 40 }), clock: () => now })
  await connectSimulator(simulator)
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
  await simulator.close()
  const connection = await prisma().connection.findFirstOrThrow()
  adminKey.sealed = connection.sealedKey
  adminKey.plain = simulator.adminKey
  adminKey.purpose = `connection:${connection.organizationId}`
  token = (await createToken(actor, { name: 'x', role: 'viewer' }, now)).token
  for (const [index, name] of ODD.entries()) {
    await prisma().user.create({
      data: {
        email: `${index}@example.com`,
        name,
        role: 'owner',
        createdAt: now,
        passwordHash: `hash ${name}`,
      },
    })
    await prisma().auditEntry.create({
      data: {
        at: now,
        actorKind: 'x',
        actorName: name,
        action: 'x',
        subjectType: 'x',
        after: { name, n: null },
      },
    })
  }
  await prisma().notice.updateMany({ data: { spreadAt: now } }) // what waits to be told is not restored as it is
  await prisma().alertChannel.create({
    data: {
      ...{ kind: 'webhook', name: 'ops', urlHint: 'x.org/…hook', leastSeverity: 'high', createdAt: now },
      ...{ createdBy: 'x', sealedUrl: adminKey.sealed, sealedSecret: adminKey.sealed },
    },
  })
  const user = await prisma().user.findFirstOrThrow()
  await prisma().session.create({
    data: { userId: user.id, createdAt: now, lastSeenAt: now, expiresAt: now },
  })
  await writeBackup(file, { now })
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

function fingerprint(): string {
  return secretKeyFingerprint(environment().ONEBILL_SECRET_KEY ?? '')
}

/** Runs with DATABASE_URL at an empty database of this server, which is gone afterwards. */
async function onEmptyDatabase<T>(work: () => Promise<T>, server = inject('postgresUrl')): Promise<T> {
  const name = `restored_${Math.random().toString(36).slice(2)}`
  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await administer(`create database ${name}`)
  try {
    return await onDatabase(Object.assign(new URL(server), { pathname: `/${name}` }).href, work)
  } finally {
    await administer(`drop database ${name} with (force)`)
  }
}

async function onDatabase<T>(url: string, work: () => Promise<T>): Promise<T> {
  await closeDatabase()
  process.env.DATABASE_URL = url
  try {
    return await work()
  } finally {
    await closeDatabase()
    process.env.DATABASE_URL = sourceUrl
  }
}

function restore(from: string, changes: Partial<Parameters<typeof restoreBackup>[1]> = {}) {
  return restoreBackup(from, {
    fingerprint: fingerprint(),
    withoutKeys: false,
    replace: false,
    now,
    ...changes,
  })
}

/**
 * Every row of every table, but of those left out; the entry of the restore itself is not counted. The other server's time
 * zone is this machine's.
 */
async function dump(): Promise<Record<string, string[]>> {
  const client = await pool().connect()
  try {
    await client.query(`begin; set local timezone = 'UTC'`)
    const all: Record<string, string[]> = {}
    for (const { name } of await tablesOf(client)) {
      if (LEFT_OUT.includes(name)) continue
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${name} t where t::text not like '%instance.restored%' order by 1`,
      )
      all[name] = rows.map(({ row }) => row)
    }
    await client.query('commit')
    return all
  } finally {
    client.release()
  }
}

const everything = {
  range: { from: day('2026-01-01'), to: day('2026-11-23') },
  bucket: 'month',
  group: 'key',
  basis: 'spread',
  metric: 'cost',
  filters: {},
} as const satisfies TimelineRequest
const timeline = () => getTimeline(actor, everything, now)

async function expectTheSame(source: Record<string, string[]>, total: unknown) {
  expect(await dump()).toEqual(source)
  expect(await timeline()).toEqual(total)
  for (const name of LEFT_OUT) expect((await pool().query(`select from ${name}`)).rowCount, name).toBe(0)
  const entry = await prisma().auditEntry.findFirstOrThrow({ where: { action: 'instance.restored' } })
  expect(entry.after).toMatchObject({ backup_of: now.toISOString() })
}

describe('a backup restored into an empty database', () => {
  it('has the same rows and totals, opens its keys, and lets the same tokens in', async () => {
    const [source, total] = [await dump(), await timeline()]
    expect(source.users).toHaveLength(ODD.length)
    expect(source.cost_facts?.length).toBeGreaterThan(50)
    await onEmptyDatabase(async () => {
      const restored = await restore(file)
      expect(restored.leftBehind).toEqual({ connections: 0, secondFactors: 0, alertChannels: 0 })
      expect(restored.tables.find(({ name }) => name === 'users')?.rows).toBe(ODD.length)
      await expectTheSame(source, total)
      const { sealedKey } = await prisma().connection.findFirstOrThrow()
      const secret = environment().ONEBILL_SECRET_KEY ?? ''
      expect(openSecret(sealedKey, adminKey.purpose, secret)).toBe(adminKey.plain)
      expect(() => openSecret(sealedKey, adminKey.purpose, 'another secret key, long enough')).toThrow(
        /cannot be opened/,
      )
      await expect(viewerOfToken(token, now)).resolves.toMatchObject({ name: 'x' })
      vi.stubEnv('AUTH_SECRET', 'the secret of a new machine, long enough')
      await expect(viewerOfToken(token, now)).resolves.toBeNull()
      vi.unstubAllEnvs()
    })
  })

  it.runIf(hasPostgres15)('does so on PostgreSQL 15, and back from there', async () => {
    const [source, total] = [await dump(), await timeline()]
    const old = await startPostgres15()
    const back = path.join(folder, 'back')
    try {
      await onEmptyDatabase(async () => {
        await restore(file)
        await expectTheSame(source, total)
        await writeBackup(back, { now })
      }, old.url)
    } finally {
      await old.stop()
    }
    await onEmptyDatabase(async () => {
      await restore(back)
      await expectTheSame(source, total)
    })
  })

  it.skipIf(hasPostgres15)('NOT TRIED on PostgreSQL 15: apt-get install postgresql-15', () => {
    process.stderr.write('Restoring into PostgreSQL 15 was not tried: it is not installed here.\n')
  })

  it('keeps every constraint and index the migrations make', async () => {
    const shape = async () => {
      const { rows } = await pool().query(
        `select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) as what from pg_constraint
         where connamespace = 'public'::regnamespace
         union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
      )
      return rows
    }
    const wanted = await shape()
    expect(await onEmptyDatabase(() => restore(file).then(shape))).toEqual(wanted)
  })

  it('also where Onebill was started once, but belongs to nobody yet', async () => {
    await onEmptyDatabase(async () => {
      await restore(file)
      const tables = Object.keys(await dump()).filter((name) => !WRITTEN_BY_A_START.includes(name))
      await pool().query(`truncate ${tables.join(', ')} cascade`)
      expect((await pool().query('select from audit_entries')).rowCount).toBeGreaterThan(0)
      await restore(file)
    })
  })

  it('of an older version gets the migrations that came since', async () => {
    const [first] = migrationsOfCheckout()
    const { rows } = await pool().query<{ count: bigint }>('select count(*) as count from audit_entries')
    const old = path.join(folder, 'old')
    await onEmptyDatabase(async () => {
      await pool().query(first?.sql ?? '')
      await pool()
        .query(`create table _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz);
        insert into _prisma_migrations values ('${first?.name}', now(), null)`)
      await pool().query(`insert into instance (id, secret_key_fingerprint) values (1, '${fingerprint()}');
        insert into api_tokens (id, name, token_hash, hint, role, created_at, created_by)
          values ('t', 'plain', '${tokenHash(token)}', '', 'viewer', now(), 'x')`)
      await writeBackup(old, { now })
    })
    await onEmptyDatabase(async () => {
      const { migrated } = await restore(old)
      expect(migrated).toEqual(
        migrationsOfCheckout()
          .slice(1)
          .map(({ name }) => name),
      )
      await expect(prisma().setting.count()).resolves.toBe(0)
      const plain = await prisma().apiToken.findUniqueOrThrow({ where: { id: 't' } })
      expect(plain.revokedAt).toEqual(now)
    })
    expect((await pool().query('select count(*) as count from audit_entries')).rows).toEqual(rows)
  })
})

describe('a restore that must not be', () => {
  const unchanged = async (attempt: () => Promise<unknown>, sentence: RegExp) => {
    const before = await dump()
    await expect(attempt()).rejects.toThrow(sentence)
    expect(await dump()).toEqual(before)
  }

  it('is refused on a database in use; --replace gives it up', async () => {
    await unchanged(() => restore(file), /in use already\. Nothing was changed/)
    const source = await dump()
    await onEmptyDatabase(async () => {
      await restore(file)
      await prisma().user.create({ data: { email: 'new@x.org', name: 'n', role: 'owner', createdAt: now } })
      await unchanged(() => restore(file), /in use already/)
      await restore(file, { replace: true })
      expect(await dump()).toEqual(source)
    })
  })

  it('is refused under another secret key, unless what it sealed is left behind', async () => {
    const other = { fingerprint: secretKeyFingerprint('quite another key, but long enough') }
    await onEmptyDatabase(async () => {
      await expect(restore(file, other)).rejects.toThrow(/made with another ONEBILL_SECRET_KEY\. Nothing was/)
      expect((await pool().query(`select from pg_tables where schemaname = 'public'`)).rowCount).toBe(0)
      const { leftBehind } = await restore(file, { ...other, withoutKeys: true })
      expect(leftBehind).toEqual({ connections: 1, secondFactors: 0, alertChannels: 1 })
      expect(JSON.stringify(await dump())).not.toContain(adminKey.sealed)
      await expect(prisma().organization.count()).resolves.toBe(1)
      await expect(claimInstance(actor, other.fingerprint, now)).resolves.toBeUndefined()
    })
  })

  it('tells nothing that waited when the backup was made', async () => {
    await onEmptyDatabase(async () => {
      await restore(file)
      const notice = { kind: 'guard_acted', severity: 'high' as const, at: now, content: {} }
      await prisma().notice.create({ data: { ...notice, key: 'waits for whom' } })
      const { id: noticeId } = await prisma().notice.create({
        data: { ...notice, key: 'waits for a try', spreadAt: now },
      })
      const of = { target: 'user:x', createdAt: now }
      await prisma().alertDelivery.create({
        data: { ...of, notBefore: now, notice: { connect: { id: noticeId } }, message: { create: of } },
      })
      await inTransaction((client) => setAlertsAside(client, now))
      expect(await prisma().notice.count({ where: { spreadAt: null } })).toBe(0)
      expect(await prisma().alertMessage.findMany({ select: { state: true } })).toEqual([
        { state: 'dropped' },
      ])
      expect(await prisma().alertDelivery.findMany({ select: { state: true } })).toEqual([
        { state: 'dropped' },
      ])
    })
  })

  it('is refused for a file cut short or altered, and by a newer Onebill, before anything is touched', async () => {
    const bytes = readFileSync(file)
    const broken = path.join(folder, 'broken')
    const replacing = () => restore(broken, { replace: true })
    for (const length of [0, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
      writeFileSync(broken, bytes.subarray(0, length))
      await unchanged(replacing, /is not a whole Onebill backup/)
    }
    const text = gunzipSync(bytes).toString('latin1')
    writeFileSync(broken, gzipSync(Buffer.from(text.replace('0@example.com', '9@example.com'), 'latin1')))
    await unchanged(replacing, /is not a whole Onebill backup/)
  })

  it('undoes all of it when rows do not fit the tables', async () => {
    const odd = path.join(folder, 'odd')
    await onEmptyDatabase(async () => {
      await restore(file)
      await pool().query('alter table users add column surplus text')
      await writeBackup(odd, { now })
    })
    await unchanged(() => restore(odd, { replace: true }), /is not a whole Onebill backup/)
    await onEmptyDatabase(async () => {
      await restore(file)
      await pool().query('alter table sessions drop constraint sessions_user_id_fkey')
      await pool().query('alter table connections drop constraint connections_organization_id_fkey')
      await pool().query('delete from organizations')
      await writeBackup(odd, { now })
    })
    await unchanged(() => restore(odd, { replace: true }), /violates foreign key constraint/)
    await onEmptyDatabase(async () => {
      await restore(file)
      await pool().query('alter table users alter column role type text')
      await pool().query(`update users set role = 'emperor'`)
      await writeBackup(odd, { now })
    })
    await unchanged(() => restore(odd, { replace: true }), /invalid input value for enum "?Role"?/)
  })

  it('names a newer Onebill whose migrations are unknown here', async () => {
    const newer = path.join(folder, 'newer')
    await onEmptyDatabase(async () => {
      await restore(file)
      await pool().query(
        `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '29990101000000_later', now())`,
      )
      await writeBackup(newer, { now })
    })
    await unchanged(
      () => restore(newer, { replace: true }),
      /with the migration 29990101000000_later, which this one \(\d+\.\d+\.\d+\) does not know/,
    )
  })
})

describe('the file', () => {
  it('is readable for its owner alone, replaces an older one whole, and leaves no draft', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = path.join(folder, 'again')
    writeFileSync(again, 'an older backup')
    await writeBackup(again, { now })
    expect(gunzipSync(readFileSync(again)).toString().split('\n')[0]).toBe('onebill backup 1')
    await expect(
      writeBackup(again, { now, onTable: () => expect.fail('the disk is gone') }),
    ).rejects.toThrow()
    expect(gunzipSync(readFileSync(again)).length).toBeGreaterThan(1000)
    await expect(writeBackup(again, { now, signal: AbortSignal.abort() })).rejects.toThrow(/^Stopped\./)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
    await expect(writeBackup(path.join(folder, 'no', 'where'), { now })).rejects.toThrow(
      /folder does not exist/,
    )
  })

  it('holds one moment, whatever is written meanwhile', async () => {
    const target = path.join(folder, 'moment')
    const { tables } = await writeBackup(target, {
      now,
      onTable: (name) => {
        if (name === 'audit_entries')
          void pool().query(
            `insert into users (id, email, name, role, created_at) values ('late', 'late@example.com', 'x', 'viewer', now())`,
          )
      },
    })
    await vi.waitFor(async () => expect(await prisma().user.count()).toBe(ODD.length + 1))
    await prisma().user.delete({ where: { id: 'late' } })
    expect(tables.find(({ name }) => name === 'users')?.rows).toBe(ODD.length)
  })

  it('does not hold the secrets', () => {
    const text = gunzipSync(readFileSync(file)).toString()
    const { AUTH_SECRET = '?', ONEBILL_SECRET_KEY = '?' } = environment()
    for (const secret of [AUTH_SECRET, ONEBILL_SECRET_KEY, adminKey.plain, token])
      expect(text).not.toContain(secret)
  })
})

it('knows every table left out and every sealed column, and there is no sequence to restore', async () => {
  const client = await pool().connect()
  const names = (await tablesOf(client)).map(({ name }) => name)
  client.release()
  expect(names).toEqual(expect.arrayContaining(LEFT_OUT))
  const sealed = await pool().query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like 'sealed%' order by 1`,
  )
  expect(sealed.rows.map(({ name }) => name)).toEqual(SEALED)
  const sequences = await pool().query(
    `select from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`,
  )
  expect(sequences.rowCount).toBe(0)
})
