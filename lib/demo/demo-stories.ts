import { STORY_COVERS, type StoryName } from '@/lib/simulator/stories/tell-story'

export type DemoStory = (typeof STORY_COVERS)[number]

/** What can be told, the story people are shown unless they choose first. */
export const DEMO_STORIES: readonly DemoStory[] = STORY_COVERS

export const DEFAULT_STORY: StoryName = 'northwind'

export function isStoryName(name: string): name is StoryName {
  return DEMO_STORIES.some((story) => story.name === name)
}

/** The story told of an organisation of this name. */
export function storyOf(company: string): DemoStory | null {
  return DEMO_STORIES.find((story) => story.company === company) ?? null
}
