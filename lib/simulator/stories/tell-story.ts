import { fastModeCover, tellFastMode } from './fast-mode'
import { forgottenCronCover, tellForgottenCron } from './forgotten-cron'
import { forgottenKeyCover, tellForgottenKey } from './forgotten-key'
import { idleKeysCover, tellIdleKeys } from './idle-keys'
import { keyOverPlanCover, tellKeyOverPlan } from './key-over-plan'
import { leakedKeyCover, tellLeakedKey } from './leaked-key'
import { northwindCover, tellNorthwind } from './northwind'
import { planUpgradeCover, tellPlanUpgrade } from './plan-upgrade'
import { quietTeamCover, tellQuietTeam } from './quiet-team'
import type { Story, StoryCover, StoryOptions } from './story'
import { teamCover, tellTeam } from './team'

export type { HeldPlan, Story, StoryCover, StoryOptions } from './story'

export const STORY_NAMES = [
  'northwind',
  'leaked-key',
  'forgotten-key',
  'forgotten-cron',
  'idle-keys',
  'key-over-plan',
  'fast-mode',
  'plan-upgrade',
  'team',
  'quiet-team',
] as const
export type StoryName = (typeof STORY_NAMES)[number]

const STORIES: Record<StoryName, { cover: StoryCover; tell: (options: StoryOptions) => Story }> = {
  northwind: { cover: northwindCover, tell: tellNorthwind },
  'leaked-key': { cover: leakedKeyCover, tell: tellLeakedKey },
  'forgotten-key': { cover: forgottenKeyCover, tell: tellForgottenKey },
  'forgotten-cron': { cover: forgottenCronCover, tell: tellForgottenCron },
  'idle-keys': { cover: idleKeysCover, tell: tellIdleKeys },
  'key-over-plan': { cover: keyOverPlanCover, tell: tellKeyOverPlan },
  'fast-mode': { cover: fastModeCover, tell: tellFastMode },
  'plan-upgrade': { cover: planUpgradeCover, tell: tellPlanUpgrade },
  team: { cover: teamCover, tell: tellTeam },
  'quiet-team': { cover: quietTeamCover, tell: tellQuietTeam },
}

/** What each story is about, without telling it. */
export const STORY_COVERS: readonly (StoryCover & { name: StoryName })[] = STORY_NAMES.map((name) => ({
  name,
  ...STORIES[name].cover,
}))

export function tellStory(name: StoryName, options: StoryOptions): Story {
  return STORIES[name].tell(options)
}
