import { z } from 'zod'
import {
  amountField,
  currencyField,
  cycleField,
  holderField,
  planCodeField,
  seatsField,
} from '@/lib/commands/plan-fields'
import { addTerm } from '@/lib/commands/plan-terms'
import { createPlan, deletePlan, endPlan } from '@/lib/commands/plans'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { dayOf } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'
import { plainText, utcDay } from '@/lib/parse-text'
import { getStoredPlan, pageOfPlans } from '@/lib/queries/plans'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'
import { answerPlan, planAnswer } from './plan-answer'

const address = z.object({ id: z.string().max(100) })
const data = z
  .enum(DATA_SCOPES)
  .default('real')
  .describe('demo = the plans of the told story instead of the real ones')
const yesOrNo = z.boolean('must be true or false')

/** All plans in the order they were entered, deleted ones left out; 100 a page unless `limit` (1 to 200) says otherwise. */
export const readPlans = endpoint(
  {
    permission: 'read',
    summary: 'List plans',
    query: z.object({
      limit: pageLimit(100),
      cursor: z.uuid('must be a next_cursor of an earlier answer').optional(),
      data,
    }),
    answer: listPage(planAnswer),
  },
  async ({ viewer, query, now }) => {
    const { limit, cursor: after = null, data } = query
    const { plans, next } = await pageOfPlans(viewer, { limit, after, data })
    return { data: plans.map((plan) => answerPlan(plan, dayOf(now))), next_cursor: next }
  },
)

/** One plan with its terms as it stands today. 404 for one that is unknown, deleted, or told unless `data` is demo. */
export const readPlan = endpoint(
  { permission: 'read', summary: 'One plan', params: address, query: z.object({ data }), answer: planAnswer },
  async ({ viewer, params, query, now }) =>
    answerPlan(await getStoredPlan(viewer, params.id, query.data), dayOf(now)),
)

/**
 * Enters a plan; amounts are exact decimal strings, net, per cycle, for all seats; days are UTC, `ends_on` inclusive. 422
 * for an unknown plan code or organisation, days out of order, or a price in another currency without `price_usd`.
 */
export const enterPlan = endpoint(
  {
    permission: 'edit_plans',
    summary: 'Enter a plan',
    body: z.object({
      holder_email: holderField,
      plan: planCodeField,
      seats: seatsField.default(1),
      price: amountField.describe('Net, per cycle, for all seats'),
      currency: currencyField.default('USD'),
      price_usd: amountField.nullable().default(null).describe('Required unless the currency is USD'),
      cycle: cycleField,
      starts_on: utcDay.describe('Anchors the cycle'),
      ends_on: utcDay.nullable().default(null).describe('The last day, inclusive; null = still running'),
      api_credit: z
        .strictObject({ organization: plainText(100), claimed_on: utcDay })
        .nullable()
        .default(null),
    }),
    status: 201,
    answer: planAnswer,
  },
  async ({ viewer, body, now }) => {
    const { api_credit: credit } = body
    const { id } = await createPlan(
      viewer,
      {
        holderEmail: body.holder_email,
        planCode: body.plan,
        seats: body.seats,
        price: body.price,
        currency: body.currency,
        priceUsd: body.price_usd,
        cycle: body.cycle,
        startsOn: body.starts_on,
        endsOn: body.ends_on,
        apiCredit: credit && { organizationId: credit.organization, claimedOn: credit.claimed_on },
      },
      now,
    )
    return answerPlan(await getStoredPlan(viewer, id), dayOf(now))
  },
)

/**
 * With `effective_on`: adds a term, what is not given stays as it was before it; that day still belongs to the old term.
 * With `ends_on` alone: sets the last day (inclusive), or with null takes it away. 404 for an unknown plan, 409 for a day
 * that has a change already, 422 for a day out of order or a price that does not fit the currency.
 */
export const patchPlan = endpoint(
  {
    permission: 'edit_plans',
    summary: 'Change a plan from a day on, or end it',
    params: address,
    body: z.object({
      effective_on: utcDay.optional(),
      plan: planCodeField.optional(),
      seats: seatsField.optional(),
      price: amountField.optional().describe('Net, per cycle, for all seats'),
      price_usd: amountField.optional().describe('Required beside a new price unless the currency is USD'),
      paused: yesOrNo.optional(),
      ends_on: utcDay.nullable().optional().describe('The last day, inclusive; null = still running'),
    }),
    answer: planAnswer,
  },
  async ({ viewer, params, body, now }) => {
    const { effective_on: effectiveOn, ends_on: endsOn, ...change } = body
    if (effectiveOn === undefined) {
      const isEnding = endsOn !== undefined && Object.values(change).every((given) => given === undefined)
      if (!isEnding)
        throw new ExpectedError('invalid', 'effective_on: is required.', { parameter: 'effective_on' })
      await endPlan(viewer, params.id, endsOn, now)
    } else {
      if (endsOn !== undefined)
        throw new ExpectedError('incomplete', 'End a plan in a request of its own, without effective_on.', {
          parameter: 'ends_on',
        })
      const { plan: planCode, seats, price, price_usd: priceUsd, paused } = change
      await addTerm(viewer, params.id, { effectiveOn, planCode, seats, price, priceUsd, paused }, now)
    }
    return answerPlan(await getStoredPlan(viewer, params.id), dayOf(now))
  },
)

/** Takes back a mistake: the plan counts nowhere any more. 404 for one that is unknown or already deleted. */
export const removePlan = endpoint(
  { permission: 'edit_plans', summary: 'Take back a plan', params: address, status: 204 },
  async ({ viewer, params, now }) => {
    await deletePlan(viewer, params.id, now)
  },
)
