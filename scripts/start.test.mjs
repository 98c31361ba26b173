import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hashSources } from './build.mjs'
import { ROOT } from './checkout.mjs'
import { requireNode } from './install.mjs'
import { keepSecret } from './secret-file.mjs'

async function start(variables) {
  const { DATABASE_URL, AUTH_SECRET, ONEBILL_SECRET_KEY, ...env } = process.env
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts', 'start.mjs')], {
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const [code] = await once(child, 'close')
  return { code, stderr }
}

function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'onebill-start-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('wrong settings are one message naming every problem, without values and without a stack trace', async () => {
  const { code, stderr } = await start({
    PORT: 'eighty',
    DATABASE_URL: 'mysql://root:hidden@localhost/db',
    AUTH_SECRET: 'too short',
    ONEBILL_SYNC_EVERY: '-1',
  })
  expect(code).toBe(1)
  for (const name of ['PORT', 'DATABASE_URL', 'AUTH_SECRET', 'ONEBILL_SECRET_KEY', 'ONEBILL_SYNC_EVERY'])
    expect(stderr.match(new RegExp(`^  ${name}: `, 'gm'))).toHaveLength(1)
  expect(stderr).not.toMatch(/hidden|too short|^\s+at /m)
}, 60_000)

test('a taken port is one sentence, before anything is built or started', async () => {
  const foreign = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => foreign.close())
  await once(foreign, 'listening')
  const dataDir = temporaryFolder()
  const { port } = foreign.address()
  const { code, stderr } = await start({ PORT: String(port), HOST: '127.0.0.1', ONEBILL_DATA_DIR: dataDir })
  expect(code).toBe(1)
  expect(stderr).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program, or Onebill runs there already. Stop it, or set PORT to another number.\n`,
  )
  expect(fs.readdirSync(dataDir)).toEqual([])
}, 60_000)

test('Node versions are those of the engines field', () => {
  for (const version of ['20.19.0', '20.20.2', '22.12.0', '24.0.0', '26.1.0'])
    expect(() => requireNode(version)).not.toThrow()
  for (const version of ['18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.9.0'])
    expect(() => requireNode(version)).toThrow(`this is Node ${version}`)
})

test('a build counts as current until a source changes; tests and generated code are no sources', () => {
  const root = temporaryFolder()
  fs.mkdirSync(path.join(root, 'lib', 'db', 'generated'), { recursive: true })
  const write = (file, text) => fs.writeFileSync(path.join(root, file), text)
  write('lib/money.ts', 'one')
  const before = hashSources(root)
  write('lib/money.test.ts', 'a test')
  write('lib/db/generated/client.ts', 'generated')
  expect(hashSources(root)).toBe(before)
  write('lib/money.ts', 'two')
  expect(hashSources(root)).not.toBe(before)
  write('lib/money.ts', 'one')
  fs.renameSync(path.join(root, 'lib', 'money.ts'), path.join(root, 'lib', 'cash.ts'))
  expect(hashSources(root)).not.toBe(before)
})

test('a secret is made once, long enough and readable by its owner alone', () => {
  const file = path.join(temporaryFolder(), 'auth-secret')
  const secret = keepSecret(file)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(keepSecret(file)).toBe(secret)
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
})
