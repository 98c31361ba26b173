import { tellForgottenKey } from './forgotten-key'
import { tellKeyOverPlan } from './key-over-plan'
import type { Story, StoryOptions } from './story'
import { tellTeam } from './team'

export type { Story, StoryOptions } from './story'

export const STORY_NAMES = ['forgotten-key', 'key-over-plan', 'team'] as const
export type StoryName = (typeof STORY_NAMES)[number]

const TELLERS = {
  'forgotten-key': tellForgottenKey,
  'key-over-plan': tellKeyOverPlan,
  team: tellTeam,
} as const

export function tellStory(name: StoryName, options: StoryOptions): Story {
  return TELLERS[name](options)
}
