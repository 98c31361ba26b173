import type { AdminClient } from '@/lib/anthropic/admin-client'
import { pastPrint, readSeen, readTouchedKeys } from '@/lib/db/finding-changes'
import { readKeyEvidence, readOrganizationEvidence, type Told } from '@/lib/db/finding-evidence'
import { readHorizon } from '@/lib/db/finding-horizon'
import { digestOfSurroundings, readSurroundings, type Surroundings } from '@/lib/db/finding-surroundings'
import { type JudgedPart, readLastEvaluation, readMinuteLooks, storeEvaluation } from '@/lib/db/findings'
import type { Lease } from '@/lib/db/lease'
import { readModelPrices } from '@/lib/db/model-price-rows'
import { dayOf } from '@/lib/domain/day'
import { dayOfHour } from '@/lib/domain/findings/closed-hour'
import { evaluateRules, KEY_RULES, ORGANIZATION_RULES } from '@/lib/domain/findings/evaluate-rules'
import type { Findings } from '@/lib/domain/findings/finding'
import { DEFAULT_THRESHOLDS, type Thresholds } from '@/lib/domain/findings/thresholds'
import { MODEL_RETIREMENTS } from '@/lib/prices/model-retirements'
import { priceBook } from '@/lib/prices/price-book'
import { addMinutes } from './read-minutes'

export interface Evaluation {
  lease: Lease
  client: Pick<AdminClient, 'minutes'>
  now: Date
  /** What people chose; default: what Onebill comes with. */
  readThresholds?: () => Promise<Thresholds>
  /** Judges everything, also where little changed. */
  isComplete?: boolean
}

/**
 * Judges an organisation by all rules and stores what they find. The rules about an organisation look at everything each time;
 * those about keys at all keys once a UTC day and whenever more changed than figures (the directory, plans, prices, thresholds,
 * days of the past), else only at keys that may be judged otherwise than before. Does nothing where nothing was read yet.
 */
export async function evaluateFindings(evaluation: Evaluation): Promise<void> {
  const { lease, client, now } = evaluation
  const judged = await judge(evaluation)
  if (!judged) return
  const looks = await readMinuteLooks(lease.organizationId)
  const parts = await Promise.all(
    judged.parts.map(async (part) => ({
      ...part,
      findings: { ...part.findings, detected: await addMinutes(part.findings.detected, client, looks) },
    })),
  )
  const { horizon, seen, isComplete, surroundings } = judged
  await storeEvaluation(
    lease,
    { horizon, parts, seen, isComplete, isDemo: surroundings.isDemo, names: namesOf(surroundings) },
    now,
  )
}

/** What the rules say now, not yet stored; null where nothing was read. */
export async function judge({
  lease: { organizationId },
  now,
  readThresholds = () => Promise.resolve(DEFAULT_THRESHOLDS),
  isComplete: isAsked = false,
}: Omit<Evaluation, 'client'>) {
  const horizon = await readHorizon(organizationId)
  if (!horizon) return null
  const [surroundings, thresholds, entered, last] = await Promise.all([
    readSurroundings(horizon),
    readThresholds(),
    readModelPrices(),
    readLastEvaluation(organizationId),
  ])
  const inForce = entered.filter(({ deletedAt }) => deletedAt === null)
  const told: Told = { prices: priceBook(inForce), retirements: MODEL_RETIREMENTS }
  const seen = await readSeen(
    horizon,
    digestOfSurroundings(surroundings, thresholds, inForce, MODEL_RETIREMENTS),
  )
  const isDone = last?.completeAt && dayOf(last.completeAt) === dayOf(now)
  const before = last?.seen && { until: last.until, lastDay: dayOfHour(last.until - 1), seen: last.seen }
  const touched = isAsked || !isDone || !before ? null : await readTouchedKeys(horizon, before, seen)
  const [ofKeys, ofAll] = await Promise.all([
    touched?.length === 0
      ? null
      : readKeyEvidence(horizon, surroundings, told, touched, pastPrint(seen, horizon)),
    readOrganizationEvidence(horizon, surroundings, told),
  ])
  const findings = withoutGuests(evaluateRules(ofAll, thresholds, ORGANIZATION_RULES), surroundings)
  const parts: JudgedPart[] = [{ rules: ORGANIZATION_RULES, keys: null, findings }]
  if (ofKeys)
    parts.push({
      rules: KEY_RULES,
      keys: touched && new Set(touched),
      findings: evaluateRules(ofKeys, thresholds, KEY_RULES),
    })
  return { horizon, surroundings, seen, parts, isComplete: touched === null }
}

/** What concerns a person alone is told once: by the organisation they are at home in. */
function withoutGuests({ detected, learning }: Findings, { guests }: Surroundings): Findings {
  const isTold = ({ subject }: Findings['detected'][number]) =>
    subject.type !== 'person' || !guests.has(subject.id)
  return { detected: detected.filter(isTold), learning }
}

function namesOf({ organization, keys, workspaces, plans }: Surroundings): Map<string, string> {
  return new Map(
    [
      organization,
      ...keys,
      ...workspaces,
      ...plans.map(({ id, holderEmail }) => ({ id, name: `plan of ${holderEmail}` })),
    ].map(({ id, name }) => [id, name]),
  )
}
