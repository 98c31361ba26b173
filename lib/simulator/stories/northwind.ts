import { apiKey, member, spendLimit, workspace } from './directory-entries'
import { HAIKU, OPUS, SONNET } from './model-eras'
import { nightlyJob } from './nightly-job'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { theft } from './theft'
import { dayAndNight, officeHours, type Traffic } from './traffic'
import { upgradeInMidCycle } from './upgrade'

export const northwindCover: StoryCover = {
  company: 'Northwind Labs',
  title: 'A small company where a bit of everything happens',
  whatToSee:
    'Plans, API usage and API credit of a company of four on one timeline. Mei went from Max to Ultra nine days ago, and her laptop exports an API key, so Claude Code bills the API beside her plan, on one day in fast mode. Four days ago the key product-photos was probed with a model it had never used, and emptied the night after. A job of somebody who left runs every night at three, and six active keys are used by nobody.',
}

const KEY_EXPORTED = 12
const HURRIED = 6
const PROBED = 4

type Ids = Record<'checkout' | 'support' | 'batch' | 'docs' | 'digest' | 'laptop' | 'photos', string>

/** The told company people are shown first: several threads at once. */
export function tellNorthwind(options: StoryOptions): Story {
  const frame = createFrame('northwind', options, 216)
  const nora = member(frame, 'Nora Winther', 'nora@northwind.example', 'admin', 330)
  const idris = member(frame, 'Idris Cole', 'idris@northwind.example', 'developer', 320)
  const mei = member(frame, 'Mei Tanaka', 'mei@northwind.example', 'developer', 240)
  const pavel = member(frame, 'Pavel Novák', 'pavel@northwind.example', 'billing', 230)
  const left = member(frame, 'Sofia Reyes', 'sofia@northwind.example', 'developer', 325)
  const home = workspace(frame, 'Default', 330)
  const production = workspace(frame, 'Production', 328)
  const data = workspace(frame, 'Data', 300)

  const keys = {
    checkout: apiKey(frame, 'checkout-assistant', production, idris, 214),
    support: apiKey(frame, 'support-replies', production, idris, 213),
    batch: apiKey(frame, 'catalogue-batch', production, idris, 211),
    docs: apiKey(frame, 'docs-search', data, mei, 188),
    digest: apiKey(frame, 'nightly-kpi-digest', data, left, 207),
    laptop: apiKey(frame, 'mei-laptop', home, mei, 69),
    photos: apiKey(frame, 'product-photos', production, idris, 149),
  }
  const idle = [
    apiKey(frame, 'demo-day', home, left, 209),
    apiKey(frame, 'translations-old', production, left, 205),
    apiKey(frame, 'zapier-test', home, pavel, 166),
    apiKey(frame, 'intern-sandbox', data, left, 142),
    apiKey(frame, 'spare', production, idris, 101),
    apiKey(frame, 'spare-2', production, null, 101),
  ]
  const closed = [apiKey(frame, 'partner-preview', home, nora, 180, { status: 'inactive' })]
  const ids = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.id])) as Ids
  const places = { home: home.id, production: production.id, data: data.id }
  const [demoDay, translations] = idle
  const ended = [
    { id: demoDay?.id ?? null, from: 208, to: 204 },
    { id: translations?.id ?? null, from: 204, to: 112 },
  ]
  const traffic = [
    ...services(ids, places),
    ...surprises(ids, places, mei.id),
    ...ended.map(({ id, from, to }, index): Traffic => ({
      name: `ended ${index}`,
      apiKeyId: id,
      workspaceId: index === 0 ? home.id : production.id,
      product: 'messages_api',
      models: SONNET,
      requestsPerHour: (hour) => (hour.daysAgo <= from && hour.daysAgo >= to ? officeHours(hour, 8) : 0),
      per: { uncachedInput: 1900, output: 800 },
    })),
    {
      name: 'playground',
      apiKeyId: null,
      actorId: pavel.id,
      workspaceId: home.id,
      product: 'claude_console',
      models: OPUS,
      requestsPerHour: (hour) => officeHours(hour, 0.4),
      per: { uncachedInput: 2100, output: 950 },
    } satisfies Traffic,
  ]
  const story = tellCompany(frame, {
    cover: northwindCover,
    members: [nora, idris, mei, pavel],
    left: [left],
    workspaces: [home, production, data],
    apiKeys: [...Object.values(keys), ...idle, ...closed],
    traffic,
    coder: {
      actor: { type: 'user_actor', email_address: mei.email },
      customerType: 'api',
      subscriptionType: null,
      places: [{ terminalType: 'ghostty' }, { terminalType: 'vscode' }],
    },
    plans: [
      monthlyPlan(frame, { holder_email: nora.email, plan: 'team_standard', seats: 2, price: '50.00' }, 236),
      upgradeInMidCycle(frame, mei.email),
      monthlyPlan(frame, { holder_email: idris.email, plan: 'pro', seats: 1, price: '20.00' }, 121),
    ],
  })
  const spendLimits = [
    spendLimit(frame, { type: 'workspace', workspace_id: data.id }, 200, 45),
    spendLimit(frame, { type: 'usage_tier' }, 1000, 330),
  ]
  const notes = [
    { text: 'Mei moves to Ultra for the rewrite of the catalogue.', day: frame.day(9) },
    {
      text: 'Idris: nobody here ran anything on product-photos that night. Asking the agency whether they still have the key.',
      ...{ day: frame.day(3), key_id: ids.photos },
    },
  ]
  return { ...story, world: { ...story.world, spendLimits }, notes }
}

type Places = Record<'home' | 'production' | 'data', string>

/** What the company runs on purpose. */
function services(ids: Ids, { production, data }: Places): Traffic[] {
  const api = { product: 'messages_api' }
  return [
    {
      ...api,
      name: 'checkout',
      apiKeyId: ids.checkout,
      workspaceId: production,
      models: SONNET,
      requestsPerHour: (hour) => dayAndNight(hour, 44, 0.6),
      per: { uncachedInput: 700, cacheRead: 5200, cacheWrite5m: 900, output: 310 },
    },
    {
      ...api,
      name: 'support',
      apiKeyId: ids.support,
      workspaceId: production,
      models: HAIKU,
      requestsPerHour: (hour) => dayAndNight(hour, 130, 0.5),
      per: { uncachedInput: 2300, cacheRead: 4100, output: 420, webSearches: 0.03 },
    },
    {
      name: 'batch',
      apiKeyId: ids.batch,
      workspaceId: production,
      product: 'message_batches_api',
      batch: true,
      models: SONNET,
      requestsPerHour: (hour) => (hour.hour >= 1 && hour.hour <= 2 && !hour.isWeekend ? 260 : 0),
      per: { uncachedInput: 1600, output: 240 },
    },
    {
      ...api,
      name: 'docs',
      apiKeyId: ids.docs,
      workspaceId: data,
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 19, 0.15),
      per: { uncachedInput: 900, cacheRead: 14000, cacheWrite1h: 260, output: 500 },
    },
    {
      ...api,
      name: 'photos',
      apiKeyId: ids.photos,
      workspaceId: production,
      models: HAIKU,
      requestsPerHour: (hour) => dayAndNight(hour, 60, 0.7),
      per: { uncachedInput: 2600, output: 190 },
    },
  ]
}

/** What it would rather know about. */
function surprises(ids: Ids, { home, production, data }: Places, coder: string): Traffic[] {
  const laptop = {
    apiKeyId: ids.laptop,
    workspaceId: home,
    product: 'claude_code',
    actorId: coder,
    models: OPUS,
  }
  const per = { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 }
  return [
    nightlyJob({ apiKeyId: ids.digest, workspaceId: data }),
    ...theft(
      'theft',
      { apiKeyId: ids.photos, workspaceId: production, product: 'messages_api' },
      { probed: PROBED, requestsPerHour: 82 },
    ),
    {
      ...laptop,
      name: 'claude code',
      requestsPerHour: (hour) =>
        hour.daysAgo <= KEY_EXPORTED && hour.daysAgo !== HURRIED ? officeHours(hour, 15, 0.3) : 0,
      per,
    },
    {
      ...laptop,
      name: 'claude code, fast',
      fast: true,
      requestsPerHour: (hour) => (hour.daysAgo === HURRIED && hour.hour >= 9 && hour.hour <= 16 ? 55 : 0),
      per,
    },
    {
      ...laptop,
      name: 'scripts',
      product: 'messages_api',
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 0.4, 0.2),
      per: { uncachedInput: 2100, output: 380 },
    },
  ]
}
