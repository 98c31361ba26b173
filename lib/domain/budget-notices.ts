import { severityOfThreshold, type Budget } from './budget'
import type { BudgetStanding } from './budget-standing'
import { addDays, type Day } from './day'
import type { Forecast } from './forecast'
import { nano } from './money'
import type { Notice } from './notice'
import { formatShortDay, formatUsd } from './written'

/** A budget in one of its periods, in words. */
export interface ToldBudget {
  budget: Budget
  standing: BudgetStanding
  /** As `scopeWords` tells it. */
  scope: string
  /** Where all of it lies in one organisation. */
  organizationId: string | null
}

/**
 * That a threshold was gone over. Its key names budget, period and
 * threshold, and the revision once there was another amount, scope or period.
 */
export function thresholdNotice(told: ToldBudget, threshold: number): Notice {
  const { budget, standing } = told
  const isExceeded = standing.known === 'exceeded'
  const spent = formatUsd(standing.spent).text
  const amount = formatUsd(budget.amount).text
  return {
    ...noticeOf(told, String(threshold)),
    kind: 'budget_threshold',
    severity: severityOfThreshold(threshold),
    content: {
      title: isExceeded
        ? `Budget “${budget.name}” is exceeded`
        : `Budget “${budget.name}” is over ${threshold} %`,
      sentence: `${told.scope} cost ${spent} ${periodWords(standing)}: over ${threshold} % of the ${amount} of the budget “${budget.name}”.`,
      more: [...qualityWords(standing), ...forecastWords(standing.forecast, budget), ...guardWords(told)],
      steps: [{ say: 'Look at what made it up, and raise the budget or stop what spends.' }],
      path: `/budgets/${budget.id}`,
      atStake: isExceeded ? nano(standing.spent - budget.amount) : standing.spent,
      subject: { type: 'budget', id: budget.id, name: budget.name },
    },
  }
}

/** That even the low end of the forecast is over the amount. */
export function forecastNotice(told: ToldBudget, forecast: Forecast): Notice {
  const { budget, standing } = told
  const amount = formatUsd(budget.amount).text
  return {
    ...noticeOf(told, 'forecast'),
    kind: 'budget_forecast',
    severity: 'medium',
    content: {
      title: `Budget “${budget.name}” will not last`,
      sentence: `${told.scope} cost ${formatUsd(standing.spent).text} ${periodWords(standing)} so far, and if it goes on like this ${rangeWords(forecast)} by its end: more than the ${amount} of the budget “${budget.name}”.`,
      more: [...exhaustionWords(forecast), ...qualityWords(standing), 'Forecast from closed days alone.'],
      steps: [{ say: 'Look at what made it up, and raise the budget or stop what spends.' }],
      path: `/budgets/${budget.id}`,
      atStake: nano(forecast.low - budget.amount),
      subject: { type: 'budget', id: budget.id, name: budget.name },
    },
  }
}

/** That the guard deactivated the key, or could not. */
export function guardNotice(
  told: ToldBudget,
  key: { organizationId: string; id: string; name: string },
  failure: string | null,
): Notice {
  const { budget, standing } = told
  const over = `The budget “${budget.name}” is exceeded: ${formatUsd(standing.spent).text} of ${formatUsd(budget.amount).text} ${periodWords(standing)}.`
  const path = `/keys/${encodeURIComponent(key.organizationId)}/${encodeURIComponent(key.id)}`
  const acted = failure === null
  return {
    key: `guard:${budget.id}:${standing.period.from}:${acted ? 'acted' : 'failed'}`,
    kind: acted ? 'guard_acted' : 'guard_failed',
    severity: 'high',
    organizationId: key.organizationId,
    content: {
      title: acted
        ? `The guard deactivated the key “${key.name}”`
        : `The guard could not deactivate the key “${key.name}”`,
      sentence: acted
        ? `${over} Its guard deactivated the key “${key.name}” at Anthropic: whatever uses it is refused now.`
        : `${over} Its guard tried to deactivate the key “${key.name}”, and it is not confirmed: ${failure}`,
      more: [
        acted
          ? 'The guard acts once in a period: whoever activates the key again is not fought before the next one.'
          : 'The guard tries again at the next sync.',
      ],
      steps: acted
        ? [{ say: 'To take it back, open the key and choose “Undo” beside the change.' }]
        : [{ say: 'Open the key and deactivate it by hand, or in Anthropic’s Console under API keys.' }],
      path,
      atStake: nano(standing.spent - budget.amount),
      subject: { type: 'key', id: key.id, name: key.name },
    },
  }
}

function guardWords({ budget, standing }: ToldBudget): string[] {
  if (standing.known !== 'exceeded' || budget.guard !== 'dry_run') return []
  return ['Its guard is in dry run: it deactivates nothing, and only writes down what it would do.']
}

function noticeOf({ budget, standing, organizationId }: ToldBudget, what: string) {
  const revision = budget.revision > 1 ? `:${budget.revision}` : ''
  return { key: `budget:${budget.id}:${standing.period.from}:${what}${revision}`, organizationId }
}

function periodWords({ period }: BudgetStanding): string {
  const last = addDays(period.to, -1)
  if (last <= period.from) return `on ${dayWords(period.from)}`
  return `from ${dayWords(period.from)} to ${dayWords(last)}`
}

function dayWords(d: Day): string {
  return `${formatShortDay(d)} ${d.slice(0, 4)}`
}

function qualityWords({ estimated, provisional }: BudgetStanding): string[] {
  const words: string[] = []
  if (estimated !== 0n) words.push(`Estimated: ${formatUsd(estimated).text} of it.`)
  if (provisional > 0n)
    words.push(`On days that Anthropic may still add to: ${formatUsd(provisional).text} of it.`)
  return words
}

function forecastWords(forecast: Forecast | null, budget: Budget): string[] {
  if (!forecast || forecast.high <= budget.amount) return []
  return [`At the end of the period it may be ${rangeWords(forecast)}.`]
}

function rangeWords({ low, high }: Forecast): string {
  const [from, to] = [formatUsd(low).text, formatUsd(high).text]
  return from === to ? `about ${from}` : `${from} to ${to}`
}

function exhaustionWords({ exhaustion }: Forecast): string[] {
  if (!exhaustion) return []
  const { earliest, latest } = exhaustion
  if (latest === earliest) return [`It is used up on ${dayWords(earliest)}.`]
  return [
    `It is used up ${latest ? `between ${dayWords(earliest)} and ${dayWords(latest)}` : `on ${dayWords(earliest)} at the earliest`}.`,
  ]
}
