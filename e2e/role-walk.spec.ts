import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { APIRequestContext, Browser, PlaywrightWorkerArgs } from '@playwright/test'
import { DOORS, type DoorRule } from '../lib/domain/doors'
import { isAllowed, ROLES, type Role } from '../lib/domain/viewer'
import { listDoors } from '../scripts/list-doors.mjs'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner } from './people'
import { expect, test } from './story'

const ROOT = path.resolve(import.meta.dirname, '..')
const UNKNOWN_ID = '0199a000-0000-7000-8000-000000000000'

type Who = Role | 'nobody'
const EVERYBODY: Who[] = ['nobody', ...ROLES]

let onebill: Onebill
/** Requests with nothing but the session of a role. */
const browsers = new Map<Who, APIRequestContext>()
const tokens = new Map<Who, string>()
/** Of something else than the address is about: another person. */
let foreignId = ''

test.setTimeout(300_000)

test.beforeAll(async ({ browser, playwright }) => {
  test.setTimeout(180_000)
  onebill = await startOnebill()
  const page = await browser.newPage()
  await becomeOwner(page, onebill)
  browsers.set('owner', await requestsOf(playwright, await page.context().storageState()))
  await page.context().close()
  browsers.set('nobody', await requestsOf(playwright))
  const owner = onebill.commandLine('token', 'create', '--name', 'owner', '--role', 'owner')
  tokens.set('owner', owner.stdout.trim())
  for (const role of ROLES.filter((other) => other !== 'owner')) {
    const data = { name: role, role }
    const made = await api('nobody').post('/api/v1/tokens', { headers: bearer('owner'), data })
    tokens.set(role, ((await made.json()) as { token: string }).token)
    browsers.set(role, await requestsOf(playwright, await join(browser, role)))
  }
  const people = await api('nobody').get('/api/v1/people', { headers: bearer('owner') })
  const { data } = (await people.json()) as { data: { id: string; role: Role }[] }
  foreignId = data.find(({ role }) => role === 'owner')?.id ?? ''
})

test.afterAll(async () => {
  for (const requests of browsers.values()) await requests.dispose()
  await onebill?.stop()
})

type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>

function requestsOf(playwright: PlaywrightWorkerArgs['playwright'], storageState?: StorageState) {
  return playwright.request.newContext({ baseURL: onebill.url, maxRedirects: 0, storageState })
}

async function join(browser: Browser, role: Role): Promise<StorageState> {
  const invited = await api('nobody').post('/api/v1/people/invitations', {
    headers: bearer('owner'),
    data: { email: `${role}@example.com`, role },
  })
  const { url } = (await invited.json()) as { url: string }
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.getByLabel('Your name').fill(`The ${role}`)
  await page.getByLabel('Password').fill(`a password of the ${role}`)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL(`${onebill.url}/`)
  const state = await context.storageState()
  await context.close()
  return state
}

function api(who: Who): APIRequestContext {
  const requests = browsers.get(who)
  if (!requests) throw new Error(`nobody is ${who}`)
  return requests
}

const bearer = (who: Who) => ({ authorization: `Bearer ${tokens.get(who)}` })
const may = (who: Who, rule: DoorRule) => rule === 'public' || (who !== 'nobody' && isAllowed(who, rule))
const doorsOf = (pattern: RegExp) =>
  (listDoors(ROOT) as string[])
    .filter((door) => pattern.test(door))
    .map((door) => {
      const rule = DOORS[door]
      if (rule === undefined) throw new Error(`${door} has no rule in lib/domain/doors.ts`)
      return { door, rule }
    })

/** The address with each kind of id in place of its folders: an unknown one, that of something else, and none at all. */
function addressesOf(template: string): string[] {
  if (!template.includes('[')) return [template]
  return [UNKNOWN_ID, foreignId, "x'%20or%201=1%00"].map((id) =>
    template.replaceAll(/\[+(\.\.\.)?\w+\]+/g, id),
  )
}

/** `problems` instead of the first failure: what is open where it should not be is best seen together. */
async function walk(check: (complain: (what: string) => void) => Promise<void>): Promise<void> {
  const problems: string[] = []
  await check((what) => problems.push(what))
  expect(problems).toEqual([])
}

test('pages and routes of the browser', () =>
  walk(async (complain) => {
    for (const { door, rule } of doorsOf(/^(page|GET) /).filter(
      ({ door }) => !door.startsWith('GET /api/'),
    )) {
      const [kind = '', template = ''] = door.split(' ')
      for (const address of addressesOf(template))
        for (const who of EVERYBODY) {
          const answer = await api(who).get(address)
          const status = answer.status()
          const location = answer.headers().location ?? ''
          const said = `${door} as ${who} at ${address}: ${status} ${location}`
          const led = status >= 300 && status < 400 && /\/sign-in/.test(location)
          const refused = led || status === 401 || status === 403
          if (status >= 500) complain(said)
          else if (may(who, rule)) {
            if (rule !== 'public' && refused) complain(said)
            const found = status < 400 || (template.includes('[') && (status === 404 || status === 400))
            const parameterised = kind === 'GET' && status === 400
            if (!found && !parameterised) complain(said)
          } else if (who === 'nobody' ? !(led || status === 401) : status !== 403) complain(said)
        }
    }
  }))

test('routes of machines', () =>
  walk(async (complain) => {
    for (const { door, rule } of doorsOf(/^[A-Z]+ \/api\//)) {
      const [method = '', template = ''] = door.split(' ')
      for (const address of addressesOf(template))
        for (const who of EVERYBODY) {
          const headers = who === 'nobody' ? {} : bearer(who)
          const data = method === 'GET' ? undefined : {}
          const answer = await api('nobody').fetch(address, { method, headers, data })
          const status = answer.status()
          const said = `${door} as ${who} at ${address}: ${status}`
          if (status >= 500) complain(said)
          else if (!may(who, rule)) {
            if (status !== (who === 'nobody' ? 401 : 403)) complain(said)
          } else if (rule !== 'public' && (status === 401 || status === 403)) complain(said)
          if (who !== 'nobody') {
            const byCookie = await api(who).fetch(address, { method, data })
            if (rule !== 'public' && byCookie.status() !== 401)
              complain(`${door} with the cookie of ${who} at ${address}: ${byCookie.status()}`)
          }
        }
    }
  }))

interface ActionEntry {
  filename: string
  exportedName: string
  workers: Record<string, unknown>
}

test('actions', () =>
  walk(async (complain) => {
    const manifest = JSON.parse(
      readFileSync(path.join(ROOT, '.next', 'server', 'server-reference-manifest.json'), 'utf8'),
    ) as { node: Record<string, ActionEntry> }
    const built = Object.entries(manifest.node)
    const doors = doorsOf(/^action /)
    // From the folder the build took for the root, which may be one above the checkout.
    const nameOf = ({ filename, exportedName }: ActionEntry) =>
      `action ${filename.replace(/^.*?(?=app\/)/, '')} ${exportedName}`
    for (const [, entry] of built)
      if (!doors.some(({ door }) => door === nameOf(entry))) complain(`${nameOf(entry)} was not found in app`)

    for (const { door, rule } of doors) {
      const [id, entry] = built.find(([, candidate]) => nameOf(candidate) === door) ?? []
      if (!id || !entry) {
        complain(`${door} is reached by no page`)
        continue
      }
      const page = Object.keys(entry.workers)[0] ?? ''
      const template = `/${page
        .split('/')
        .slice(1, -1)
        .filter((folder) => !folder.startsWith('('))
        .join('/')}`
      // Those open to everybody include the ways out, which would end the walk of whoever takes them.
      for (const who of rule === 'public' ? (['nobody'] as const) : EVERYBODY) {
        const answer = await api(who).post(addressesOf(template)[0] ?? '/', {
          headers: { 'next-action': id, origin: onebill.url },
          multipart: { '1_nothing': '', '0': argumentsOf(door) },
        })
        const status = answer.status()
        const led = /\/sign-in/.test(answer.headers()['x-action-redirect'] ?? answer.headers().location ?? '')
        const said = `${door} as ${who}: ${status}${led ? ', led to sign in' : ''}`
        if (status >= 500) complain(said)
        else if (rule === 'public') continue
        else if (may(who, rule)) {
          if (led || status === 401 || status === 403 || status === 404) complain(said)
        } else if (who === 'nobody' ? !led : status !== 403) complain(said)
      }
    }
  }))

/** An empty form where the action takes one: after the previous state, alone, or not at all. */
function argumentsOf(door: string): string {
  const [, file = '', name = ''] = /^action (.*) (\w+)$/.exec(door) ?? []
  const source = readFileSync(path.join(ROOT, file), 'utf8')
  const [, parameters] = new RegExp(`export async function ${name}\\(([^)]*)\\)`).exec(source) ?? []
  if (parameters === undefined || parameters.includes(',')) return '[null,"$K1"]'
  return parameters.trim() === '' ? '[]' : '["$K1"]'
}
