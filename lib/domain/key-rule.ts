import {
  ASSIGNMENT_FIELDS,
  assignFrom,
  isSameAssigned,
  type AssignedFrom,
  type Assignment,
  type AssignmentChange,
  type AssignmentField,
} from './key-assignment'
import type { Day } from './day'

/** What is said of every key whose name is like a pattern. A field it does not speak of is null, or no tags. */
export interface KeyRule extends Assignment {
  id: string
  pattern: string
  /** Null: in every one. */
  organizationId: string | null
  workspaceId: string | null
  /** From here on, on keys that are there already and on those to come. */
  effectiveOn: Day
}

export interface RuledKey {
  organizationId: string
  id: string
  name: string
  workspaceId: string | null
  assigned: readonly AssignedFrom[]
  /** What people said of it, or took back from a rule: no rule says it otherwise. */
  settled: readonly AssignmentField[]
}

/** What rules make of one key they catch. */
export interface RuleOutcome {
  key: RuledKey
  /** Null: nothing to say that does not hold already. */
  change: AssignmentChange | null
  assigned: AssignedFrom[]
  /** Fields the rule speaks of, kept because a person said them. */
  kept: AssignmentField[]
  /** Fields an earlier rule speaks of. */
  outranked: AssignmentField[]
}

/**
 * Whether a name is like a pattern: `*` stands for any text, none included; everything else for itself, large and small
 * letters alike; the whole name counts. Takes time in proportion to name × parts, whatever the pattern.
 */
export function isLike(name: string, pattern: string): boolean {
  const text = name.toLowerCase()
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false
  const end = text.length - last.length
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

export function isCaught(
  rule: KeyRule,
  key: Pick<RuledKey, 'organizationId' | 'workspaceId' | 'name'>,
): boolean {
  return (
    (rule.organizationId === null || rule.organizationId === key.organizationId) &&
    (rule.workspaceId === null || rule.workspaceId === key.workspaceId) &&
    isLike(key.name, rule.pattern)
  )
}

/** The fields a rule speaks of. */
export function spokenOf(rule: Assignment): AssignmentField[] {
  return ASSIGNMENT_FIELDS.filter((field) => (field === 'tags' ? rule.tags.length > 0 : rule[field] !== null))
}

/**
 * What `rule` makes of the keys it catches. Where an earlier rule speaks of the same field, that one holds; what people
 * said stays. Keys come in the order given.
 */
export function outcomesOf(
  rule: KeyRule,
  earlier: readonly KeyRule[],
  keys: readonly RuledKey[],
): RuleOutcome[] {
  return keys
    .filter((key) => isCaught(rule, key))
    .map((key) => {
      const taken = new Set(earlier.filter((other) => isCaught(other, key)).flatMap(spokenOf))
      const said = spokenOf(rule)
      const kept = said.filter((field) => key.settled.includes(field))
      const outranked = said.filter((field) => taken.has(field) && !kept.includes(field))
      const fields = said.filter((field) => !kept.includes(field) && !outranked.includes(field))
      const change = Object.fromEntries(fields.map((field) => [field, rule[field]])) as AssignmentChange
      const assigned = assignFrom(key.assigned, change, rule.effectiveOn)
      const isNews = !isSameAssigned(assigned, assignFrom(key.assigned, {}, rule.effectiveOn))
      return { key, change: isNews ? change : null, assigned, kept, outranked }
    })
}
