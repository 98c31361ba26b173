import { addDays, type Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { Plan } from '@/lib/domain/plan'
import { expandCharges, planAmountsByDay } from '@/lib/domain/plan-charges'
import type { GuideDraft } from './guide-draft'
import type { GuideFacts } from './guide-facts'

/** A plan for an example: terms from a day on, each with its code and seats, at today's list prices. */
function examplePlan(
  facts: GuideFacts,
  cycle: Plan['cycle'],
  terms: readonly { on: string; parts: readonly [code: string, seats: number][] }[],
): Plan {
  const startsOn = (terms[0]?.on ?? '2026-01-01') as Day
  return {
    ...{ id: 'example', holderEmail: 'ada@example.com', cycle, currency: 'USD', startsOn, endsOn: null },
    terms: terms.map(({ on, parts }) => {
      const price = nano(parts.reduce((all, [code, seats]) => all + facts.planPrice(code, cycle, seats), 0n))
      const [[planCode, seats] = ['', 0]] = parts
      return { effectiveOn: on as Day, planCode, seats, price, priceUsd: price, paused: false }
    }),
  }
}

export const readingTheBill: GuideDraft = {
  sources: [
    'Anthropic help articles 8325618 (22 August 2026), 9266767 and 9267289 (August 2026), 11049744, 12997130, 12386328 (5 August 2026)',
    'Forms of receipts and card statements as other people’s programs read them; they are not documented',
  ],
  write: (facts) => [
    { kind: 'heading', text: 'On the card statement' },
    {
      kind: 'table',
      label: 'Texts on card statements',
      head: ['Text', 'Most likely'],
      words: 2,
      rows: [
        ['`ANTHROPIC* CLAUDE SUB`, `CLAUDE.AI SUBSCRIPTION`', 'a plan: Pro, Max or Ultra'],
        [
          '`ANTHROPIC`, `ANTHROPIC, PBC`, `ANTHROPIC SAN FRANCISCO CA`',
          'API credit, usage credits or a Team: the text does not tell',
        ],
        ['`APPLE.COM/BILL`, `GOOGLE *…`', 'a plan bought in an app, at the store’s price'],
        ['“International Transaction Fee”, IOF, IGST', 'your bank or a tax, not Anthropic'],
      ],
    },
    { kind: 'heading', text: 'On the receipt' },
    {
      kind: 'list',
      items: [
        'It comes by mail from Anthropic, PBC. “Auto-recharge credits” is the API; “Auto recharge extra usage” is usage credits; a plan stands by its name.',
        'The invoice number is a prefix of eight characters and a count. Another prefix is another customer at Anthropic: your claude.ai account, or a Console organisation. That is the best way to tell the two apart.',
        'Tax follows the billing address of the card. Prices of a Team do not include it, those of other plans in some regions do.',
        'There can be negative lines, and amounts that match no price: a change from month to year gives the rest of the month back as a line of its own.',
        'Refunds: within 14 days in Europe and the United Kingdom, by the day; otherwise none.',
      ],
    },
    { kind: 'heading', text: 'Amounts that match no price list' },
    facts.where(() => {
      const [bought] = expandCharges(
        examplePlan(facts, 'annual', [{ on: '2026-01-01', parts: [['team_standard', 10]] }]),
        '2026-01-01' as Day,
      )
      const annual = examplePlan(facts, 'annual', [
        { on: '2026-01-01', parts: [['team_standard', 5]] },
        { on: '2026-03-31', parts: [['team_premium', 5]] },
      ])
      const monthly = examplePlan(facts, 'monthly', [
        { on: '2026-01-01', parts: [['team_standard', 5]] },
        { on: '2026-01-15', parts: [['team_premium', 5]] },
      ])
      const risen = (plan: Plan) =>
        expandCharges(plan, '2026-12-31' as Day).find(({ kind }) => kind === 'change')?.amountUsd ?? nano(0n)
      return {
        kind: 'example',
        title: 'A Team that grows in the middle of what it has paid for',
        lines: [
          { what: 'Ten Standard seats for a year', amount: facts.usd(bought?.amountUsd ?? nano(0n)) },
          {
            what: 'Five of them to Premium, paid yearly, with 275 of 365 days left',
            amount: facts.usd(risen(annual)),
          },
          {
            what: 'The same paid monthly, on 15 January, with 16 of 31 days left',
            amount: facts.usd(risen(monthly)),
          },
        ],
        result:
          'Seats that are added or raised are charged at once for the days left. Seats taken away give nothing back before renewal.',
      }
    }),
    facts.where(() => {
      const plan = examplePlan(facts, 'annual', [{ on: '2026-01-01', parts: [['pro', 1]] }])
      const range = { from: '2026-03-01' as Day, to: addDays('2026-03-01' as Day, 1) }
      const [one] = planAmountsByDay(plan, range, 'spread', range.from)
      return {
        kind: 'example',
        title: `${facts.planName('pro', 'annual')}, paid once a year, as the timeline spreads it`,
        lines: [
          { what: 'Charged on the first day', amount: facts.usd(facts.planPrice('pro', 'annual')) },
          { what: 'A day of it', amount: facts.usd(one?.amount ?? nano(0n)) },
        ],
        result: 'Both views add up to the same; [the timeline](/) offers each.',
      }
    }),
    { kind: 'heading', text: 'Why the Console says something else' },
    {
      kind: 'list',
      items: [
        'What the Console calls cost is use of a calendar month. What your card shows is credit bought, on other days and in other amounts.',
        'Cost is told before a plan’s API credit. What left your account can be less.',
        'Requests that were blocked stand in the usage and in no bill.',
        'Days are UTC. A charge late in your evening can belong to tomorrow.',
        '[Reconciliation](/reconciliation) shows each difference between tokens at list price and what was billed, with its reason.',
      ],
    },
    {
      kind: 'doubt',
      text: 'Texts on card statements are empirical and banks cut them differently. No report gives invoices or receipts, so Onebill cannot fetch them.',
    },
  ],
}
