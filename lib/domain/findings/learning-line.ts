/** What a rule cannot judge yet in one organisation. */
export interface FindingLearningLine {
  organizationName: string
  rule: string
  /** How many things the rule cannot judge yet. */
  subjects: number
  /** Of the one that is furthest. */
  daysKnown: number
  daysNeeded: number
  sentence: string
}
