import { apiKey, member, workspace } from './directory-entries'
import { HAIKU } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { theft } from './theft'
import { dayAndNight, officeHours, type Traffic } from './traffic'

export const leakedKeyCover: StoryCover = {
  company: 'Halden Studio',
  title: 'A stolen key: a tiny probe, and the next night a burst',
  whatToSee:
    'The key photo-captions calls a small model for a few cents a day. Sixteen days ago it was called twice with a large model it had never used; the next night that model cost about as much as an automatic reload of credit. Nobody noticed, so twelve days later it happened again. Group by key, then look at the hours of one such night: only that key, only that model.',
}

/** Told after a real case (CC#96048): stolen twice in twelve days. */
export function tellLeakedKey(options: StoryOptions): Story {
  const frame = createFrame('leaked-key', options, 230)
  const karin = member(frame, 'Karin Halden', 'karin@halden.example', 'admin', 300)
  const tomas = member(frame, 'Tomás Vidal', 'tomas@halden.example', 'developer', 230)
  const home = workspace(frame, 'Default', 300)
  const captions = apiKey(frame, 'photo-captions', home, tomas, 226)
  const search = apiKey(frame, 'site-search', home, karin, 204)
  const api = { workspaceId: home.id, product: 'messages_api' }
  const traffic: Traffic[] = [
    {
      ...api,
      name: 'captions',
      apiKeyId: captions.id,
      models: HAIKU,
      requestsPerHour: (hour) => dayAndNight(hour, 70, 0.5),
      per: { uncachedInput: 2600, output: 190 },
    },
    {
      ...api,
      name: 'search',
      apiKeyId: search.id,
      models: HAIKU,
      requestsPerHour: (hour) => officeHours(hour, 45, 0.4),
      per: { uncachedInput: 1500, cacheRead: 3800, output: 260 },
    },
    ...theft('first theft', { ...api, apiKeyId: captions.id }, { probed: 16, requestsPerHour: 50 }),
    ...theft('second theft', { ...api, apiKeyId: captions.id }, { probed: 4, requestsPerHour: 82 }),
  ]
  return tellCompany(frame, {
    cover: leakedKeyCover,
    members: [karin, tomas],
    workspaces: [home],
    apiKeys: [captions, search],
    traffic,
    plans: [monthlyPlan(frame, { holder_email: karin.email, plan: 'pro', seats: 1, price: '20.00' }, 251)],
  })
}
