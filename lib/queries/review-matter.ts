import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { readBudgets } from '@/lib/db/budget-rows'
import { isWithin, addDays, type Day, startOf, dayOf } from '@/lib/domain/day'
import type { Budget } from '@/lib/domain/budget'
import { periodOn } from '@/lib/domain/budget'
import { firstSeen } from '@/lib/domain/findings/stored-finding'
import { sum } from '@/lib/domain/money'
import type { DataScope } from '@/lib/domain/data-scope'
import type { LineEvidence, LineKind, ReviewFigures, ReviewLineContent } from '@/lib/domain/review'
import { buildLines, linesAsked, MOST_LINES, MOST_NAMED } from '@/lib/domain/review-lines'
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
} from '@/lib/domain/review-matter'
import type { ReviewPeriod } from '@/lib/domain/review-period'
import { bySize, comparedWords } from '@/lib/domain/review-words'
import { formatDay } from '@/lib/domain/written'
import { explainChange } from '@/lib/domain/spend-change'
import type { Viewer } from '@/lib/domain/viewer'
import { listFindings } from './findings'
import { listKeys } from './keys'
import {
  type KeyName,
  nameOfKey,
  readKeyChanges,
  readKeyNames,
  readLineKeys,
  readMovers,
  readNewKeys,
  spendOfKeys,
} from './review-keys'
import { listRevisions } from './revisions'
import { spendOfPeriod } from './subject-spend'

/** More of a kind than a person reads; what is beyond is not even counted. */
const MOST_READ = 200

interface Asked {
  period: ReviewPeriod
  figures: Pick<ReviewFigures, 'compared' | 'reasons' | 'range'>
  data: DataScope
}

/** What is asked about a period, as things stand at `now`. */
export async function readReviewLines(viewer: Viewer, asked: Asked, now: Date): Promise<ReviewLineContent[]> {
  const { period, figures, data } = asked
  const { range } = figures
  const [found, budgets, created, changes, idle, ownerless, restatements] = await Promise.all([
    openFindings(viewer, asked, now),
    budgetsOver(asked, now),
    readNewKeys(range, data),
    readKeyChanges(range, data),
    becameIdle(viewer, asked, now),
    ownerlessSpend(viewer, asked, now),
    noticedWithin(viewer, asked),
  ])
  const isNew = new Set(created.map(nameOfKey))
  const moved =
    figures.reasons === null
      ? []
      : await readMovers(range, figures.compared.before, { data, without: created, limit: MOST_LINES.mover })
  const changed = byKey(changes.filter((change) => !isNew.has(nameOfKey(change))))
  const shown = changed.slice(0, linesAsked('changed_key', changed.length))
  const fresh = linesAsked('new_key', created.length)
  const tails = [
    ...created.slice(fresh, fresh + MOST_NAMED),
    ...changed.slice(shown.length, shown.length + MOST_NAMED).map(({ name }) => name),
  ]
  const named = [
    ...found.first.flatMap(({ subject }) => (subject.type === 'key' ? [subject] : [])),
    ...budgets.first.flatMap(({ keyName }) => keyName ?? []),
    ...moved,
    ...created.slice(0, fresh),
    ...shown.map(({ name }) => name),
    ...idle.first.map(({ name }) => name),
  ]
  const [keys, spend, movers, names] = await Promise.all([
    readLineKeys(named, now),
    spendOfKeys([...created, ...changed.slice(0, shown.length + MOST_NAMED).map(({ name }) => name)], range),
    Promise.all(moved.map((mover) => explained(viewer, mover, figures))),
    readKeyNames(tails),
  ])
  const keyOf = (name: KeyName): LineKey =>
    keys.get(nameOfKey(name)) ?? { ...name, name: name.id, owner: null, status: 'gone', stopsMonthly: null }
  const spent = (of: readonly KeyName[]) => sum(of.flatMap((name) => spend.get(nameOfKey(name)) ?? []))
  const inTail = (key: KeyName): LineEvidence => {
    const amount = spend.get(nameOfKey(key)) ?? null
    const text = amount === null ? 'not used' : 'spent'
    return { label: names.get(nameOfKey(key)) ?? key.id, amount, text }
  }

  return buildLines(
    {
      findings: {
        ...found,
        first: found.first.map(({ subject, ...rest }): FindingMatter => ({
          ...rest,
          organizationId: subject.organizationId,
          key: subject.type === 'key' ? keyOf(subject) : null,
        })),
      },
      budgets: {
        ...budgets,
        first: budgets.first.map(({ keyName, ...rest }): BudgetMatter => ({
          ...rest,
          key: keyName && keyOf(keyName),
        })),
      },
      movers: movers.map((mover): MoverMatter => ({ ...mover, key: keyOf(mover.name) })),
      newKeys: cut(
        created,
        'new_key',
        (key): NewKeyMatter => ({
          key: keyOf(key),
          createdOn: dayOf(key.createdAt),
          createdBy: key.createdBy,
          spend: spend.get(nameOfKey(key)) ?? null,
        }),
        inTail,
        spent,
      ),
      changedKeys: cut(
        changed,
        'changed_key',
        ({ name, changes }): ChangedKeyMatter => ({ key: keyOf(name), changes, spend: spent([name]) }),
        ({ name }) => inTail(name),
      ),
      idleKeys: {
        ...idle,
        first: idle.first.map(({ name, ...rest }): IdleKeyMatter => ({ ...rest, key: keyOf(name) })),
      },
      ownerless,
      restatements,
    },
    period,
    comparedWords({ ...figures, kind: period.kind }),
  )
}

function cut<Row, T>(
  rows: readonly Row[],
  kind: Exclude<LineKind, 'ownerless'>,
  matterOf: (row: Row) => T,
  inTail: (row: Row) => LineEvidence,
  amountOf: ((rows: readonly Row[]) => Matter<T>['moreAmount']) | null = null,
): Matter<T> {
  const asked = linesAsked(kind, rows.length)
  const rest = rows.slice(asked)
  return {
    first: rows.slice(0, asked).map(matterOf),
    more: rest.length,
    moreAmount: amountOf && amountOf(rest),
    named: rest.slice(0, MOST_NAMED).map(inTail),
  }
}

/** High and medium ones that are still to be dealt with and were seen before the period was over. */
async function openFindings(viewer: Viewer, { period, data }: Asked, now: Date) {
  const all = await listFindings(
    viewer,
    { states: ['open', 'acknowledged'], severities: ['high', 'medium'], data, limit: MOST_READ },
    now,
  )
  const seen = all.filter((found) => firstSeen(found) < period.range.to)
  return cut(
    seen,
    'finding',
    (found) => ({
      ...{ id: found.id, severity: found.severity, subject: found.subject, subjectName: found.subjectName },
      ...{ sentence: found.sentence, atStake: found.atStake.amount, evidence: found.evidence },
    }),
    ({ subjectName, atStake }) => ({ label: subjectName, amount: atStake.amount, text: 'at stake' }),
  )
}

type BudgetFound = Omit<BudgetMatter, 'key'> & { keyName: KeyName | null }

/** Budgets that warned or were exceeded in any of their own periods that lie in these days, as of the end of the period. */
async function budgetsOver({ period, data }: Asked, now: Date): Promise<Matter<BudgetFound>> {
  const budgets = await readBudgets(data === 'demo')
  if (budgets.length === 0) return { first: [], more: 0, moreAmount: null, named: [] }
  const end = new Date(startOf(period.range.to).getTime() - 1)
  const ground = await readBudgetGround(data, end < now ? end : now)
  const found: BudgetFound[] = []
  for (const budget of budgets) {
    const standings = await Promise.all(
      ownPeriods(budget, period, ground.plans).map((on) => readBudgetStanding(budget, ground, on)),
    )
    const over = standings.filter(({ known, state }) => known !== 'ok' && state !== 'no_data')
    const worst = over.find(({ known }) => known === 'exceeded') ?? over[0]
    if (!worst || worst.known === 'ok') continue
    const { key, organization } = budget.scope
    found.push({
      ...{ id: budget.id, name: budget.name, organizationId: organization ?? null, amount: budget.amount },
      ...{ spent: worst.spent, known: worst.known, threshold: worst.over.at(-1) ?? 100 },
      ...{ from: worst.period.from, exceededOn: worst.exceededOn },
      keyName:
        key === undefined || organization === undefined ? null : { organizationId: organization, id: key },
    })
  }
  const worstFirst = found.sort((a, b) =>
    a.known === b.known ? (a.spent > b.spent ? -1 : 1) : a.known === 'exceeded' ? -1 : 1,
  )
  return cut(
    worstFirst,
    'budget',
    (budget) => budget,
    ({ name, spent, known }) => ({
      label: name,
      amount: spent,
      text: known === 'exceeded' ? 'spent, exceeded' : 'spent, over its threshold',
    }),
  )
}

/** A day of each of a budget's own periods that touch these days. */
function ownPeriods(
  budget: Pick<Budget, 'period' | 'scope'>,
  { range }: ReviewPeriod,
  plans: readonly { id: string; startsOn: Day; cycle: 'monthly' | 'annual' }[],
): Day[] {
  const plan = plans.find(({ id }) => id === budget.scope.plan) ?? null
  const days: Day[] = []
  for (let on = range.from; on < range.to;) {
    const own = periodOn(budget.period, on, plan)
    if (!own) return days
    days.push(on)
    on = own.to
  }
  return days
}

async function explained(
  viewer: Viewer,
  mover: Awaited<ReturnType<typeof readMovers>>[number],
  { range, compared }: Asked['figures'],
) {
  const { organizationId, id, now, before } = mover
  const subject = { kind: 'key', organizationId, id } as const
  const [is, was] = await Promise.all([
    spendOfPeriod(viewer, subject, range),
    spendOfPeriod(viewer, subject, compared.before),
  ])
  return { name: { organizationId, id }, now, before, change: explainChange(was.cells, is.cells) }
}

function byKey(changes: Awaited<ReturnType<typeof readKeyChanges>>) {
  const keys = new Map<string, { name: KeyName; changes: ChangedKeyMatter['changes'] }>()
  for (const { organizationId, id, ...change } of changes) {
    const name = { organizationId, id }
    const there = keys.get(nameOfKey(name)) ?? { name, changes: [] }
    there.changes.push(change)
    keys.set(nameOfKey(name), there)
  }
  return [...keys.values()]
}

/** Keys whose days of rest reached the team's limit within these days, and that were not used since. */
async function becameIdle(viewer: Viewer, { period, figures, data }: Asked, now: Date) {
  const { keys, sums } = await listKeys(
    viewer,
    {
      ...{ range: figures.range, before: figures.compared.before, data, card: 'idle' },
      ...{ sort: { by: 'last-used', descending: true }, limit: MOST_READ, offset: 0 },
    },
    now,
  )
  const { idleDays } = sums
  const idle = keys.flatMap(({ organizationId, id, name: label, total, audit: { rest } }) => {
    const isOfPeriod = rest.since && isWithin(addDays(rest.since, idleDays - 1), period.range)
    const name = { organizationId, id }
    return rest.since && isOfPeriod
      ? [{ name, label, total, idleDays, since: rest.since, lastUsedOn: rest.lastUsedOn }]
      : []
  })
  return cut(
    idle,
    'idle_key',
    ({ label: _label, ...key }) => key,
    ({ label, total, lastUsedOn }) => ({
      label,
      amount: total,
      text:
        total !== null
          ? 'all it ever cost'
          : lastUsedOn
            ? `last used on ${formatDay(lastUsedOn)}`
            : 'not used',
    }),
  )
}

async function ownerlessSpend(
  viewer: Viewer,
  { figures, data }: Asked,
  now: Date,
): Promise<OwnerlessMatter | null> {
  const { keys, sums } = await listKeys(
    viewer,
    {
      ...{ range: figures.range, before: figures.compared.before, data, owner: 'none' },
      ...{ sort: { by: 'spend', descending: true }, limit: 5, offset: 0 },
    },
    now,
  )
  if (sums.ownerlessSpend === 0n) return null
  return {
    ...{ spend: sums.ownerlessSpend, ofKeys: sums.keysSpend, keys: sums.ownerless },
    largest: keys.flatMap(({ name, spend }) => (spend ? [{ name, spend }] : [])),
  }
}

/** What changed an amount, and was noticed within these days: the largest first. */
async function noticedWithin(viewer: Viewer, { figures, data }: Asked): Promise<Matter<RestatementMatter>> {
  const noticed = { from: startOf(figures.range.from), to: startOf(figures.range.to) }
  const all = await listRevisions(viewer, { noticed, data, limit: MOST_READ })
  const changing = (all ?? []).filter(({ delta }) => delta !== 0n).sort((a, b) => bySize(a.delta, b.delta))
  return cut(
    changing,
    'restatement',
    (revision) => ({
      ...{
        id: revision.id,
        organizationId: revision.organizationId,
        organizationName: revision.organizationName,
      },
      ...{ sentence: revision.sentence, delta: revision.delta, noticedOn: dayOf(revision.noticedAt) },
    }),
    ({ organizationName, delta, noticedAt }) => ({
      label: organizationName,
      amount: delta,
      text: `noticed on ${formatDay(dayOf(noticedAt))}`,
    }),
  )
}
