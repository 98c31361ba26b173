import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect } from './people'
import { expect, test } from './story'

let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  simulator = await startSimulator('forgotten-key')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

test('the admin key appears in clear nowhere: pages, answers, output, files, columns', async ({ page }) => {
  const answers: string[] = []
  page.on('response', async (response) => answers.push(await response.text().catch(() => '')))
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  for (const place of [
    '/',
    '/plans',
    '/settings',
    '/settings/connections',
    '/settings/tokens',
    '/settings/sessions',
  ])
    await page.goto(onebill.url + place)
  // A failing sync must not print it either.
  await simulator.control({ revokeAdminKey: true })
  onebill.commandLine('sync')
  await page.goto(`${onebill.url}/settings/connections`)
  await expect(page.getByText(/failing/i).first()).toBeVisible()

  const { stdout: token } = onebill.commandLine('token', 'create', '--name', 'story', '--role', 'owner')
  const api = await fetch(`${onebill.url}/api/v1/connections`, {
    headers: { authorization: `Bearer ${token.trim()}` },
  })
  answers.push(await api.text())
  const secret = simulator.adminKey.slice(20)
  expect(answers.join('\n')).toContain('sk-ant-admin')
  expect(answers.join('\n')).not.toContain(secret)
  expect(onebill.output()).not.toContain(secret)

  const password = readFileSync(path.join(onebill.dataDir, 'postgres-password'), 'utf8').trim()
  const files = filesUnder(onebill.dataDir)
  expect(files.length).toBeGreaterThan(10)
  for (const file of files) expect(readFileSync(file).includes(secret), file).toBe(false)
  expect(onebill.output()).not.toContain(password)
})

test('pages carry the headers that keep them private', async () => {
  const response = await fetch(`${onebill.url}/sign-in`)
  expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
  expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe-eval/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toMatch(/no-store/)
  expect(response.headers.get('x-powered-by')).toBeNull()
})
