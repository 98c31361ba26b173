import { apiKey, member, workspace } from './directory-entries'
import { nightlyJob } from './nightly-job'
import { HAIKU } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { officeHours, type Traffic } from './traffic'

export const forgottenCronCover: StoryCover = {
  company: 'Brook & Marsh',
  title: 'A job that runs every night at three, for nobody',
  whatToSee:
    'Every day of the last half year, at the same minute after three in the morning and at weekends too, the key kpi-digest sends one very long prompt to the dearest Opus of its time. The dashboard it was written for is gone, and so is the person who wrote it. Group by key and let the buckets be hours: one bar a day, always at the same place.',
}

/** Same hour, every day, nobody reads it. */
export function tellForgottenCron(options: StoryOptions): Story {
  const frame = createFrame('forgotten-cron', options, 210)
  const helen = member(frame, 'Helen Marsh', 'helen@brookmarsh.example', 'admin', 400)
  const left = member(frame, 'Oskar Lund', 'oskar@brookmarsh.example', 'developer', 380)
  const home = workspace(frame, 'Default', 400)
  const digest = apiKey(frame, 'kpi-digest', home, left, 206)
  const letters = apiKey(frame, 'letter-drafts', home, helen, 205)
  const traffic: Traffic[] = [
    nightlyJob({ apiKeyId: digest.id, workspaceId: home.id }),
    {
      name: 'letters',
      apiKeyId: letters.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: HAIKU,
      requestsPerHour: (hour) => officeHours(hour, 9),
      per: { uncachedInput: 1900, output: 640 },
    },
  ]
  return tellCompany(frame, {
    cover: forgottenCronCover,
    members: [helen],
    left: [left],
    workspaces: [home],
    apiKeys: [digest, letters],
    traffic,
    plans: [
      monthlyPlan(frame, { holder_email: helen.email, plan: 'team_standard', seats: 2, price: '50.00' }, 222),
    ],
  })
}
