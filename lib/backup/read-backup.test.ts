import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readBackup } from './read-backup'

const folder = mkdtempSync(path.join(tmpdir(), 'onebill-read-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

const HEADER = {
  created_at: '2026-11-22T10:00:00.000Z',
  app_version: '0.2.0',
  migrations: ['20261122110000_initial'],
  secret_key_fingerprint: 'f',
}

function textOf(tables: Record<string, string[]>, { format = '1', header = HEADER as object } = {}): string {
  let text = `onebill backup ${format}\n${JSON.stringify(header)}\n`
  for (const [name, rows] of Object.entries(tables))
    text += `table ${JSON.stringify({ name, columns: ['id', 'name'] })}\n${rows.map((row) => `${row}\n`).join('')}\\.\n`
  const counted = Object.entries(tables).map(([name, rows]) => ({
    name,
    rows: rows.length,
    sha256: digest(rows.map((row) => `${row}\n`).join('')),
  }))
  return `${text}end ${JSON.stringify({ sha256: digest(text), tables: counted })}\n`
}

async function read(bytes: Buffer) {
  const file = path.join(folder, 'file')
  writeFileSync(file, bytes)
  const tables: Record<string, string> = {}
  const { header } = await readBackup(file, async ({ name }) => {
    const parts: Buffer[] = []
    return {
      write: async (rows) => void parts.push(Buffer.from(rows)),
      end: async () => void (tables[name] = Buffer.concat(parts).toString()),
      cancel: async () => {},
    }
  })
  return { header, tables }
}

const TABLES = { empty: [], users: ['1\tAda', '2\tx\\\\.', '\\\\.\tü'], plans: ['3\t\\N'] }
const WHOLE = textOf(TABLES)
const REFUSED = /is not a whole Onebill backup: it was cut short or altered/

describe('readBackup', () => {
  it('gives the rows of each table, byte by byte', async () => {
    expect(await read(gzipSync(WHOLE))).toEqual({
      header: HEADER,
      tables: { empty: '', users: '1\tAda\n2\tx\\\\.\n\\\\.\tü\n', plans: '3\t\\N\n' },
    })
  })

  it('finds the end of rows wherever the pieces of the file are cut', async () => {
    const row = fc.string({ unit: fc.constantFrom('\\\\', '.', 'a', '\t', 'ü') })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), fc.nat(70_000), async (rows, padding) => {
        const tables = { first: ['x'.repeat(padding)], second: rows }
        const { tables: read_ } = await read(gzipSync(textOf(tables)))
        expect(read_.second).toBe(rows.map((text) => `${text}\n`).join(''))
      }),
      { numRuns: 60 },
    )
  })

  it('refuses the file cut off anywhere', async () => {
    const bytes = gzipSync(WHOLE)
    for (let length = 0; length < bytes.length; length += 2)
      await expect(read(bytes.subarray(0, length)), `cut at ${length}`).rejects.toThrow(REFUSED)
  })

  it('refuses the text altered or cut anywhere, also where it was packed anew', async () => {
    for (let at = 0; at < WHOLE.length; at += 7) {
      if (WHOLE.startsWith('1\n{', at)) continue // another format number: below
      const altered = Buffer.from(WHOLE)
      altered[at] = (altered[at] ?? 0) ^ 1
      await expect(read(gzipSync(altered)), `altered at ${at}`).rejects.toThrow(REFUSED)
      await expect(read(gzipSync(WHOLE.slice(0, at))), `cut at ${at}`).rejects.toThrow(REFUSED)
    }
    await expect(read(gzipSync(`${WHOLE}more\n`))).rejects.toThrow(REFUSED)
  })

  it('refuses what is something else', async () => {
    for (const bytes of [
      Buffer.from('PGDMP'),
      Buffer.from(WHOLE),
      gzipSync('hello\n'),
      gzipSync('x'.repeat(3e6)),
      gzipSync(textOf(TABLES, { header: { ...HEADER, app_version: '1\u001b[2J' } })),
    ])
      await expect(read(bytes)).rejects.toThrow(REFUSED)
    await expect(readBackup(path.join(folder, 'nothing'))).rejects.toThrow(
      /nothing does not exist\. Nothing was/,
    )
    await expect(readBackup(folder)).rejects.toThrow(/is a folder/)
  })

  it('refuses a newer format by name', async () => {
    await expect(read(gzipSync(textOf(TABLES, { format: '2', header: {} })))).rejects.toThrow(
      /written by a newer Onebill \(backup format 2; this one reads 1\)/,
    )
  })
})
