import type { Day } from './day'
import { nano } from './money'
import type { Decision, LineEvidence, LineKind, LineSubject, ReviewLineContent } from './review'
import type {
  BudgetMatter,
  ChangedKeyMatter,
  FindingMatter,
  IdleKeyMatter,
  LineKey,
  Matter,
  MoverMatter,
  NewKeyMatter,
  OwnerlessMatter,
  RestatementMatter,
  ReviewMatter,
} from './review-matter'
import type { ReviewPeriod } from './review-period'
import { changeWords, countedKind, mostlyWords, REASON_WORDS } from './review-words'
import { subjectPath } from './spend-subject'
import { formatDay, formatPercent, formatShortDay, formatUsd } from './written'

/** How many lines of a kind a review asks at most; those beyond are one more line together. */
export const MOST_LINES: Record<Exclude<LineKind, 'ownerless'>, number> = {
  finding: 8,
  budget: 5,
  mover: 6,
  new_key: 5,
  changed_key: 5,
  idle_key: 5,
  restatement: 3,
}

/** How many of those beyond the first of a kind are named behind their line. */
export const MOST_NAMED = 10

/** How many of a kind get a line of their own: a single one beyond the most is no tail, it is asked as well. */
export function linesAsked(kind: keyof typeof MOST_LINES, count: number): number {
  const most = MOST_LINES[kind]
  return count === most + 1 ? count : Math.min(count, most)
}

const EVIDENCE_ROWS = 6

/**
 * What a review asks about, in the order of `LINE_KINDS` and within a kind as given. Sentences carry their numbers; `before`
 * is what movers are compared with, as `comparedWords` says it.
 */
export function buildLines(
  matter: ReviewMatter,
  period: ReviewPeriod,
  { before }: { before: string },
): ReviewLineContent[] {
  const tail = (kind: LineKind, of: Matter<unknown>, path: string) =>
    of.more > 0 ? [tailLine(kind, of, path, period)] : []
  return [
    ...matter.findings.first.map(findingLine),
    ...tail('finding', matter.findings, '/findings'),
    ...matter.budgets.first.map(budgetLine),
    ...tail('budget', matter.budgets, '/budgets'),
    ...matter.movers.map((mover) => moverLine(mover, before)),
    ...matter.newKeys.first.map(newKeyLine),
    ...tail('new_key', matter.newKeys, '/keys?sort=-created'),
    ...matter.changedKeys.first.map(changedKeyLine),
    ...tail('changed_key', matter.changedKeys, '/keys'),
    ...matter.idleKeys.first.map(idleKeyLine),
    ...tail('idle_key', matter.idleKeys, '/keys?card=idle'),
    ...(matter.ownerless ? [ownerlessLine(matter.ownerless)] : []),
    ...matter.restatements.first.map(restatementLine),
    ...tail('restatement', matter.restatements, '/restatements'),
  ]
}

/** A key can be deactivated while Anthropic accepts it, and its owner asked where somebody is. */
function offer(key: LineKey | null, likeliest: readonly Decision[]): Decision[] {
  return likeliest.filter((decision) => {
    if (decision === 'deactivate') return key?.status === 'active'
    return decision !== 'ask' || (key !== null && key.owner !== null)
  })
}

function ofKey(key: LineKey | null): Pick<ReviewLineContent, 'key' | 'stopsMonthly'> {
  if (key === null) return { key: null, stopsMonthly: null }
  const { organizationId, id, name, owner, status, stopsMonthly } = key
  return { key: { organizationId, id, name, owner }, stopsMonthly: status === 'active' ? stopsMonthly : null }
}

function keySubject({ organizationId, id, name }: LineKey): LineSubject {
  return { type: 'key', id, name, organizationId }
}

function keyPath({ organizationId, id }: LineKey): string {
  return subjectPath({ kind: 'key', organizationId, id })
}

function findingLine(found: FindingMatter): ReviewLineContent {
  const { id, severity, subjectName, organizationId, key } = found
  const likeliest: Decision[] =
    severity === 'high'
      ? ['deactivate', 'ask', 'expected', 'keep', 'later']
      : ['ask', 'expected', 'deactivate', 'keep', 'later']
  return {
    kind: 'finding',
    subject: { type: 'finding', id, name: subjectName, organizationId },
    sentence: found.sentence,
    amount: found.atStake,
    evidence: found.evidence
      .slice(0, EVIDENCE_ROWS)
      .map(({ what, when, amount }) => ({ label: what, amount, text: whenWords(when) })),
    path: `/findings/${id}`,
    ...ofKey(key),
    offered: offer(key, likeliest),
  }
}

/** A day, or the beginning of an hour in RFC 3339. */
function whenWords(when: string): string {
  const on = formatDay(when.slice(0, 10) as Day)
  return when.length > 10 ? `${on}, ${when.slice(11, 16)} UTC` : on
}

function budgetLine(budget: BudgetMatter): ReviewLineContent {
  const { id, name, organizationId, amount, spent, known, threshold, exceededOn, key } = budget
  const share = `${formatUsd(spent).text} of ${formatUsd(amount).text} (${formatPercent(spent, amount)})`
  const how =
    known === 'exceeded'
      ? `exceeded${exceededOn ? ` on ${formatDay(exceededOn)}` : ''}`
      : `over its threshold of ${threshold}\u202f%`
  return {
    kind: 'budget',
    subject: { type: 'budget', id, name, organizationId },
    sentence: `Budget “${name}” is ${how}: ${share} since ${formatDay(budget.from)}.`,
    amount: spent,
    evidence: [
      { label: 'Budget', amount, text: 'what was planned' },
      { label: 'Spent', amount: spent, text: `since ${formatDay(budget.from)}` },
    ],
    path: `/budgets/${id}`,
    ...ofKey(key),
    offered: offer(key, ['expected', 'ask', 'deactivate', 'keep', 'later']),
  }
}

function moverLine({ key, now, before, change }: MoverMatter, compared: string): ReviewLineContent {
  const parts = (['volume', 'mix', 'caching', 'price'] as const).map((reason) => ({
    reason,
    amount: change[reason],
  }))
  const why = mostlyWords(parts)
  const rises = now > before
  const models = change.models.slice(0, 2).flatMap(({ model, before: was, after }): LineEvidence[] =>
    model === null
      ? []
      : [
          {
            label: model.name ?? 'No model',
            amount: nano(after - was),
            text: `${formatUsd(was).text} → ${formatUsd(after).text}`,
          },
        ],
  )
  return {
    kind: 'mover',
    subject: keySubject(key),
    sentence: `“${key.name}” cost ${formatUsd(now).text}, ${changeWords(now, before)} against ${compared}${why ? `: ${why}` : ''}.`,
    amount: nano(now - before),
    evidence: [
      ...parts
        .filter(({ amount }) => amount !== 0n)
        .map(({ reason, amount }) => ({
          label: REASON_WORDS[reason],
          amount,
          text: `of the change against ${compared}`,
        })),
      ...models,
    ],
    path: keyPath(key),
    ...ofKey(key),
    offered: offer(
      key,
      rises ? ['expected', 'ask', 'deactivate', 'keep', 'later'] : ['expected', 'keep', 'ask', 'later'],
    ),
  }
}

function newKeyLine({ key, createdOn, createdBy, spend }: NewKeyMatter): ReviewLineContent {
  const by = createdBy === null ? '' : ` by ${createdBy}`
  const cost = spend === null ? 'it has not been used' : `it cost ${formatUsd(spend).text}`
  return {
    kind: 'new_key',
    subject: keySubject(key),
    sentence: `“${key.name}” was created on ${formatDay(createdOn)}${by}; ${cost}, and ${ownedWords(key)}.`,
    amount: spend,
    evidence: [],
    path: keyPath(key),
    ...ofKey(key),
    offered: offer(key, ['keep', 'ask', 'expected', 'deactivate', 'later']),
  }
}

function ownedWords({ owner }: LineKey): string {
  return owner === null ? 'nobody owns it' : `${owner} owns it`
}

function changedKeyLine({ key, changes, spend }: ChangedKeyMatter): ReviewLineContent {
  const said = ({ what, before, after }: ChangedKeyMatter['changes'][number]) =>
    `${what} ${before} → ${after}`
  const [first, ...others] = changes
  const more =
    others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'change' : 'changes'}`
  return {
    kind: 'changed_key',
    subject: keySubject(key),
    sentence: first
      ? `“${key.name}” changed on ${formatDay(first.on)}: ${said(first)}${first.who ? ` by ${first.who}` : ''}${more}.`
      : `“${key.name}” changed.`,
    amount: spend,
    evidence: changes.slice(0, EVIDENCE_ROWS).map((change) => ({
      label: formatShortDay(change.on),
      amount: null,
      text: `${said(change)}${change.who ? ` by ${change.who}` : ''}`,
    })),
    path: keyPath(key),
    ...ofKey(key),
    offered: offer(key, ['expected', 'keep', 'ask', 'deactivate', 'later']),
  }
}

function idleKeyLine({ key, lastUsedOn, since, idleDays, total }: IdleKeyMatter): ReviewLineContent {
  const used =
    lastUsedOn === null
      ? `has not been used since ${formatDay(since)}, as far as days are known`
      : `was last used on ${formatDay(lastUsedOn)}`
  return {
    kind: 'idle_key',
    subject: keySubject(key),
    sentence: `“${key.name}” ${used}: ${idleDays} days without use, and Anthropic would still accept it; ${ownedWords(key)}.`,
    amount: null,
    evidence:
      total === null
        ? []
        : [{ label: 'All it ever cost', amount: total, text: 'of the days that are known' }],
    path: keyPath(key),
    ...ofKey(key),
    offered: offer(key, ['deactivate', 'ask', 'keep', 'expected', 'later']),
  }
}

function ownerlessLine({ spend, ofKeys, keys, largest }: OwnerlessMatter): ReviewLineContent {
  const share = ofKeys > 0n ? ` (${formatPercent(spend, ofKeys)} of what keys cost)` : ''
  return {
    kind: 'ownerless',
    subject: { type: 'spend', id: 'ownerless', name: 'Spend nobody owns', organizationId: null },
    sentence: `${formatUsd(spend).text}${share} was spent by keys nobody owns; there are ${keys} of them.`,
    amount: spend,
    evidence: largest
      .slice(0, EVIDENCE_ROWS)
      .map(({ name, spend: amount }) => ({ label: name, amount, text: 'nobody owns it' })),
    path: '/keys?owner=none',
    ...ofKey(null),
    offered: ['later', 'expected', 'keep'],
  }
}

function restatementLine(restated: RestatementMatter): ReviewLineContent {
  const { id, organizationId, organizationName, sentence, delta, noticedOn } = restated
  return {
    kind: 'restatement',
    subject: { type: 'revision', id, name: organizationName, organizationId },
    sentence,
    amount: delta,
    evidence: [{ label: organizationName, amount: delta, text: `noticed on ${formatDay(noticedOn)}` }],
    path: `/restatements/${id}`,
    ...ofKey(null),
    offered: ['expected', 'later', 'keep'],
  }
}

/** Named by its period too: what is beyond the first this week is not what was beyond them in another. */
function tailLine(
  kind: LineKind,
  { more, moreAmount, named }: Matter<unknown>,
  path: string,
  { id }: ReviewPeriod,
): ReviewLineContent {
  const what = countedKind(kind, more)
  return {
    kind,
    subject: { type: 'keys', id: `${kind} ${id}`, name: what, organizationId: null },
    sentence: `And ${what.replace(/^(\d+) /, '$1 more ')}${moreAmount === null ? '' : `, ${formatUsd(moreAmount).text} in all`}.`,
    amount: moreAmount,
    evidence: [
      ...named,
      ...(more > named.length && named.length > 0
        ? [{ label: `and ${more - named.length} more`, amount: null, text: '' }]
        : []),
    ],
    path,
    ...ofKey(null),
    offered: ['later', 'expected', 'keep'],
  }
}
