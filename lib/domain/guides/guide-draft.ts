import type { Guide, GuideBlock } from './guide'
import type { GuideFacts } from './guide-facts'

/** A guide before its numbers. No amount stands in its words: each comes from the facts. */
export interface GuideDraft extends Pick<Guide, 'sources'> {
  write(facts: GuideFacts): GuideBlock[]
}
