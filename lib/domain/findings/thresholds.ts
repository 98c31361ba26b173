import { NANO_PER_USD, type Nano, nano } from '@/lib/domain/money'

const dollars = (whole: number): Nano => nano(BigInt(whole) * NANO_PER_USD)

/**
 * What each rule counts as much, long or often. Amounts are nano-dollars, names ending in `Days` or `Hours` count those,
 * `Percent` is whole percent, `Times` a whole factor. Source of the defaults: billing.md §13; what it leaves open is in
 * DECISIONS.md, "Findings".
 */
export const DEFAULT_THRESHOLDS = {
  'key-overrides-plan': { dailyCost: dollars(1), overAfterDays: 7 },
  'console-login': { dailyCost: dollars(1), overAfterDays: 7 },
  'leaked-key': {
    dormantDays: 30,
    hourlyCost: dollars(5),
    medianTimes: 6,
    /** A model, an hour of the day or a region below this share of the key's past is new. */
    newPercent: 2,
    historyDays: 7,
    historyHours: 10,
    overAfterDays: 14,
  },
  'forgotten-job': {
    activePercent: 90,
    /** Standard deviation of the hours it runs in, of their mean. */
    variationPercent: 30,
    weekendPercent: 80,
    nightPercent: 20,
    monthlyCost: dollars(5),
    mediumMonthlyCost: dollars(20),
  },
  'agent-loop': {
    hourlyCost: dollars(5),
    medianTimes: 6,
    /** Times the busiest of a hundred hours. */
    busiestTimes: 2,
    /** Written for what is read: below it, it reads and reads. */
    outputPercent: 1,
    historyDays: 7,
    historyHours: 10,
    overAfterDays: 7,
  },
  'fast-mode': { mediumWeeklyExtra: dollars(10), overAfterDays: 7 },
  'long-context': {
    tokenPercent: 20,
    weeklyCost: dollars(10),
    mediumWeeklyCost: dollars(50),
    weeklyExtra: dollars(1),
  },
  'cache-waste': {
    writePercent: 50,
    readsPerWrite: 2,
    weeklyLoss: dollars(1),
    mediumWeeklyLoss: dollars(10),
    uncachedWeeklyCost: dollars(20),
    uncachedPromptTokens: 4000,
  },
  'playground-use': { overAfterDays: 7 },
  'key-hygiene': { unexpiringDays: 90, idleDays: 60 },
  'cap-run-rate': { warnPercent: 80, meanDays: 7 },
  'unclaimed-api-credit': { claimableAfterDays: 7, expiresWithinDays: 7, mediumCost: dollars(5) },
  'usage-cost-gap': { gapPercent: 10, dailyGap: dollars(1), overAfterDays: 7 },
  'retiring-model': { leadDays: 30, mediumDays: 14, usedWithinDays: 7 },
  'forgotten-workspace': { monthlyCost: dollars(20), usedWithinDays: 7 },
}

export type Thresholds = typeof DEFAULT_THRESHOLDS
