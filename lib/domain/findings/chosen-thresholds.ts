import { NANO_PER_USD, nano, parseUsd } from '@/lib/domain/money'
import type { RuleId } from './finding'
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds'

/** `usd`: nano-dollars in the thresholds, a plain decimal string of dollars outside. All others are whole numbers but `times`. */
export type ThresholdUnit = 'usd' | 'days' | 'hours' | 'percent' | 'times' | 'tokens'

export interface ThresholdField {
  rule: RuleId
  name: string
  /** What it decides, for people. */
  label: string
  unit: ThresholdUnit
  /** Inclusive, in the unit. */
  least: number
  most: number
}

type Rule = keyof Thresholds
type Shape = { [R in Rule]: Record<keyof Thresholds[R], Omit<ThresholdField, 'rule' | 'name'>> }

const usd = (label: string, most = 100_000) => ({ label, unit: 'usd' as const, least: 0, most })
const days = (label: string, most: number, least = 1) => ({ label, unit: 'days' as const, least, most })
const percent = (label: string, most = 100, least = 1) => ({ label, unit: 'percent' as const, least, most })
const times = (label: string, most = 100) => ({ label, unit: 'times' as const, least: 1, most })
const overAfter = (most = 14) => days('Is over after so many days without it', most)

/** Rules look back 45 days at most (`REACH_DAYS`): more than they see cannot be asked of them. */
const SHAPE: Shape = {
  'key-overrides-plan': { dailyCost: usd('Counts from so much a day'), overAfterDays: overAfter() },
  'console-login': { dailyCost: usd('Counts from so much a day'), overAfterDays: overAfter() },
  'leaked-key': {
    dormantDays: days('A rest of so many days is long', 90, 7),
    hourlyCost: usd('Much is more than so much in an hour'),
    medianTimes: times('… and so many times the median active hour'),
    newPercent: percent('New is what had less than this share before', 50),
    historyDays: days('Days to know before hours are judged', 31, 2),
    historyHours: {
      label: 'Active hours to know before hours are judged',
      unit: 'hours',
      least: 1,
      most: 500,
    },
    overAfterDays: overAfter(),
  },
  'forgotten-job': {
    activePercent: percent('Runs in this share of the hours of a week'),
    variationPercent: percent('Hours vary by no more than', 200),
    weekendPercent: percent('Weekends cost at least this share of other days'),
    nightPercent: percent('Nights cost at least this share of the day'),
    monthlyCost: usd('Reported from so much a month'),
    mediumMonthlyCost: usd('Medium from so much a month'),
  },
  'agent-loop': {
    hourlyCost: usd('Much is more than so much in an hour'),
    medianTimes: times('… and so many times the median active hour'),
    busiestTimes: times('… and so many times the busiest of a hundred hours'),
    outputPercent: percent('Writes less than this share of what it reads', 50),
    historyDays: days('Days to know before hours are judged', 31, 2),
    historyHours: {
      label: 'Active hours to know before hours are judged',
      unit: 'hours',
      least: 1,
      most: 500,
    },
    overAfterDays: overAfter(),
  },
  'fast-mode': { mediumWeeklyExtra: usd('Medium from so much extra a week'), overAfterDays: overAfter() },
  'long-context': {
    tokenPercent: percent('Counts from this share of the tokens'),
    weeklyCost: usd('… and so much a week'),
    mediumWeeklyCost: usd('Medium from so much a week'),
    weeklyExtra: usd('Dearer for their length by so much a week'),
  },
  'cache-waste': {
    writePercent: percent('Written to the cache: more than this share of the input'),
    readsPerWrite: times('Read less than so many times what was written'),
    weeklyLoss: usd('Reported from so much lost a week'),
    mediumWeeklyLoss: usd('Medium from so much lost a week'),
    uncachedWeeklyCost: usd('No cache at all: reported from so much input a week'),
    uncachedPromptTokens: {
      ...{ label: 'No cache at all: prompts of so many tokens on average', unit: 'tokens' },
      ...{ least: 1000, most: 1_000_000 },
    },
  },
  'playground-use': { overAfterDays: overAfter() },
  'key-hygiene': {
    unexpiringDays: days('A key without an end is old after', 3650),
    idleDays: days('A key is idle after', 90),
  },
  'cap-run-rate': {
    warnPercent: percent('Warns when the month ends above this share of the limit'),
    meanDays: days('Closed days the pace is taken of', 31, 2),
  },
  'unclaimed-api-credit': {
    claimableAfterDays: days('A plan is old enough to claim after', 31, 0),
    expiresWithinDays: days('Warns so many days before credit is lost', 31),
    mediumCost: usd('Medium from so much that it would have paid'),
  },
  'usage-cost-gap': {
    gapPercent: percent('Apart by more than this share'),
    dailyGap: usd('… and so much a day'),
    overAfterDays: overAfter(8),
  },
  'retiring-model': {
    leadDays: days('Reported so many days before the last', 365),
    mediumDays: days('Medium so many days before the last', 365),
    usedWithinDays: days('Used within the last', 45),
  },
  'forgotten-workspace': {
    monthlyCost: usd('Medium from so much in 30 days'),
    usedWithinDays: days('Used within the last', 30),
  },
}

/** Every threshold somebody can change, rule by rule. */
export const THRESHOLD_FIELDS: readonly ThresholdField[] = Object.entries(SHAPE).flatMap(([rule, fields]) =>
  Object.entries(fields).map(([name, field]) => ({ rule: rule as RuleId, name, ...field })),
)

/** What differs from the defaults, by `rule.name`: whole numbers, and dollars as plain decimal strings. */
export type ChosenThresholds = Record<string, string | number>

export function thresholdKey({ rule, name }: Pick<ThresholdField, 'rule' | 'name'>): string {
  return `${rule}.${name}`
}

/** The default of a field as people and settings write it. */
export function defaultThreshold(field: ThresholdField): string | number {
  return written(valuesOf(DEFAULT_THRESHOLDS, field.rule)[field.name])
}

/**
 * A value of a field from whatever was typed or stored, null where it is none: whole numbers, dollars with at most nine
 * decimals, both within the bounds of the field, which are inclusive.
 */
export function parseThreshold(
  { unit, least, most }: ThresholdField,
  given: unknown,
): string | number | null {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : ''
  if (unit === 'usd') {
    const amount = parseUsd(text)
    const isWithin =
      amount !== null && amount >= BigInt(least) * NANO_PER_USD && amount <= BigInt(most) * NANO_PER_USD
    return isWithin ? written(amount) : null
  }
  if (!/^\d{1,9}$/.test(text)) return null
  const number = Number(text)
  return number >= least && number <= most ? number : null
}

/**
 * The defaults with what was chosen laid over them. What names no field, or holds no value of it, is left out, so that a bad
 * entry costs its own change and nothing else.
 */
export function mergeThresholds(chosen: unknown): Thresholds {
  const merged: Record<string, Record<string, unknown>> = {}
  for (const [rule, values] of Object.entries(DEFAULT_THRESHOLDS)) merged[rule] = { ...values }
  for (const [key, value] of Object.entries(soundThresholds(chosen))) {
    const [rule = '', name = ''] = key.split('.')
    const values = merged[rule]
    if (values) values[name] = typeof value === 'number' ? value : nano(parseUsd(value) ?? 0n)
  }
  return merged as unknown as Thresholds
}

/** Of whatever is stored: the entries that hold, without those that equal the default. */
export function soundThresholds(chosen: unknown): ChosenThresholds {
  const given = typeof chosen === 'object' && chosen !== null ? (chosen as Record<string, unknown>) : {}
  const sound: ChosenThresholds = {}
  for (const field of THRESHOLD_FIELDS) {
    const key = thresholdKey(field)
    const value = Object.hasOwn(given, key) ? parseThreshold(field, given[key]) : null
    if (value !== null && value !== defaultThreshold(field)) sound[key] = value
  }
  return sound
}

function valuesOf(thresholds: Thresholds, rule: RuleId): Record<string, unknown> {
  return (thresholds as unknown as Record<string, Record<string, unknown>>)[rule] ?? {}
}

/** Dollars without what is not needed: "5", "0.5". */
function written(value: unknown): string | number {
  if (typeof value !== 'bigint') return Number(value)
  const fraction = (value % NANO_PER_USD).toString().padStart(9, '0').replace(/0+$/, '')
  return `${value / NANO_PER_USD}${fraction && `.${fraction}`}`
}
