import { day, type Day } from './day'
import { NOT_SAID, TAG_JOINER, UNATTRIBUTED } from './timeline-request'

/** Who and what a key is for; null = nobody said. */
export interface Assignment {
  /** Lower case. */
  ownerEmail: string | null
  purpose: string | null
  application: string | null
  environment: string | null
  costCentre: string | null
  tags: string[]
}

/** What holds from a day on, up to the day before the next. */
export interface AssignedFrom extends Assignment {
  effectiveOn: Day
}

/** What is said anew; what is not given stays. */
export interface AssignmentChange extends Partial<Assignment> {
  addTags?: string[]
  removeTags?: string[]
}

export const ASSIGNMENT_FIELDS = [
  'ownerEmail',
  'purpose',
  'application',
  'environment',
  'costCentre',
  'tags',
] as const satisfies readonly (keyof Assignment)[]
export type AssignmentField = (typeof ASSIGNMENT_FIELDS)[number]

export const FIELD_WORDS: Record<AssignmentField, string> = {
  ownerEmail: 'owner',
  purpose: 'purpose',
  application: 'application',
  environment: 'environment',
  costCentre: 'cost centre',
  tags: 'tags',
}

export const NOTHING_SAID: Assignment = {
  ownerEmail: null,
  purpose: null,
  application: null,
  environment: null,
  costCentre: null,
  tags: [],
}

/** Before any day that can be known: what holds from here on holds since always. */
export const SINCE_ALWAYS: Day = day('2000-01-01')

export const MOST_TAGS = 20

/** The fields a change speaks of. */
export function fieldsOf({ addTags, removeTags, ...plain }: AssignmentChange): AssignmentField[] {
  return ASSIGNMENT_FIELDS.filter(
    (field) => plain[field] !== undefined || (field === 'tags' && (addTags ?? removeTags) !== undefined),
  )
}

/** What holds on a day; `rows` in any order. */
export function assignmentOn(rows: readonly AssignedFrom[], on: Day): Assignment {
  const held = rows.reduce<AssignedFrom | null>(
    (last, row) => (row.effectiveOn <= on && (!last || row.effectiveOn > last.effectiveOn) ? row : last),
    null,
  )
  return held ? plainAssignment(held) : NOTHING_SAID
}

/**
 * What holds once a change holds from a day on, for good: days before keep what held on them, and what was said from later
 * days on keeps all but the fields the change speaks of. In order of days, without rows that change nothing.
 */
export function assignFrom(
  rows: readonly AssignedFrom[],
  change: AssignmentChange,
  from: Day,
): AssignedFrom[] {
  const days = [...new Set([...rows.map(({ effectiveOn }) => effectiveOn), from])].sort()
  const assigned: AssignedFrom[] = []
  let last = NOTHING_SAID
  for (const effectiveOn of days) {
    const held = assignmentOn(rows, effectiveOn)
    const next = effectiveOn < from ? held : changed(held, change)
    if (!isSameAssignment(next, last)) assigned.push({ effectiveOn, ...next })
    last = next
  }
  return assigned
}

function changed(
  held: Assignment,
  { addTags = [], removeTags = [], ...plain }: AssignmentChange,
): Assignment {
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  const next: Assignment = { ...held, ...given }
  const tags = [...new Set([...next.tags, ...addTags])].filter((tag) => !removeTags.includes(tag))
  return { ...next, tags: tags.sort() }
}

export function plainAssignment(row: Assignment): Assignment {
  const { ownerEmail, purpose, application, environment, costCentre, tags } = row
  return { ownerEmail, purpose, application, environment, costCentre, tags: [...tags] }
}

function isSameAssignment(a: Assignment, b: Assignment): boolean {
  return ASSIGNMENT_FIELDS.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]))
}

/** Whether the same was said from the same days on; both in order of days. */
export function isSameAssigned(a: readonly AssignedFrom[], b: readonly AssignedFrom[]): boolean {
  return (
    a.length === b.length &&
    a.every((row, index) => {
      const other = b[index]
      return other?.effectiveOn === row.effectiveOn && isSameAssignment(row, other)
    })
  )
}

/** The fields in which two differ, each in words; what nobody said is null. */
export function assignmentWords(
  before: Assignment,
  after: Assignment,
): { before: Record<string, string | null>; after: Record<string, string | null> } {
  const differing = ASSIGNMENT_FIELDS.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  const wordsOf = (of: Assignment) =>
    Object.fromEntries(differing.map((field) => [FIELD_WORDS[field], valueWords(of[field])]))
  return { before: wordsOf(before), after: wordsOf(after) }
}

function valueWords(value: string | null | readonly string[]): string | null {
  if (value === null || typeof value === 'string') return value
  return value.length > 0 ? value.join(', ') : null
}

const RESERVED = [NOT_SAID, UNATTRIBUTED, 'null']

/**
 * Why something cannot be said of a key, with the field at fault; null when it can. Words that stand for a group of their
 * own on the timeline would make two groups one, and so would a tag that looks like several.
 */
export function refuseAssignment({
  application,
  environment,
  costCentre,
  tags,
  addTags,
}: AssignmentChange): { field: AssignmentField; sentence: string } | null {
  const allTags = [...(tags ?? []), ...(addTags ?? [])]
  if (allTags.length > MOST_TAGS)
    return { field: 'tags', sentence: `A key can have at most ${MOST_TAGS} tags. Nothing was changed.` }
  const texts: [AssignmentField, string | null | undefined][] = [
    ['application', application],
    ['environment', environment],
    ['costCentre', costCentre],
    ...allTags.map((tag): [AssignmentField, string] => ['tags', tag]),
  ]
  for (const [field, text] of texts) {
    if (!text) continue
    if (RESERVED.includes(text.toLowerCase()) || text.toLowerCase().startsWith('plan:'))
      return {
        field,
        sentence: `The word “${text}” stands for something else on the timeline; choose another word. Nothing was changed.`,
      }
    if (field === 'tags' && (text.includes(',') || text.includes(TAG_JOINER)))
      return { field, sentence: `“${text}” looks like several tags. Nothing was changed.` }
  }
  return null
}
