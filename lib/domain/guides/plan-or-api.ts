import { nano, zero } from '@/lib/domain/money'
import { planOrApi } from '@/lib/domain/worked-month'
import type { GuideDraft } from './guide-draft'
import { KIND_WORDS, modelName } from './guide-facts'
import { WORKED_PROFILES, type WorkedProfile } from './worked-profiles'

const MODELS = ['claude-haiku-4-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-2'] as const
const PROFILES = Object.keys(WORKED_PROFILES) as WorkedProfile[]
const PLANS = ['pro', 'max', 'ultra'] as const
const SHOWN = 'claude-opus-5-5'

export const planOrApiGuide: GuideDraft = {
  sources: [
    'Anthropic’s documentation of prices and of Claude Code costs (22 August 2026)',
    'Anthropic help articles 8325606 and 11049741 (July and August 2026)',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Take what your interactive use would cost at API prices. A plan is cheaper when that is more than its fee, with the usage credits you buy on top, less the API credit you really use; and only if the use fits within the plan’s limits. The last part nobody can reckon: the limits are not published. So the answer is a range and a suggestion.',
    },
    { kind: 'heading', text: 'What a month costs at API prices' },
    facts.where(() => ({
      kind: 'table',
      label: 'A month of use at API prices',
      head: ['Use', ...MODELS.map(modelName)],
      words: 1,
      rows: PROFILES.map((profile) => [
        `${profile.charAt(0).toUpperCase()}${profile.slice(1)}`,
        ...MODELS.map((model) => facts.usd(facts.cost(model, WORKED_PROFILES[profile]).low)),
      ]),
    })),
    {
      kind: 'list',
      items: PROFILES.map((profile) => {
        const parts = Object.entries(WORKED_PROFILES[profile]).map(
          ([kind, millions]) => `${millions} million ${KIND_WORDS[kind as keyof typeof KIND_WORDS]}`,
        )
        return `${profile.charAt(0).toUpperCase()}${profile.slice(1)}: ${parts.join('; ')}.`
      }),
    },
    facts.where(() => {
      const carried = facts.cost(SHOWN, WORKED_PROFILES.medium).low
      return {
        kind: 'table',
        label: `Medium use with ${modelName(SHOWN)}: plan or API`,
        head: [
          `Medium, ${modelName(SHOWN)}`,
          'If all of it fits',
          'If nothing fits',
          'API alone',
          'Has to fit',
        ],
        words: 1,
        rows: PLANS.map((code) => {
          const fee = facts.planPrice(code)
          const { planAtBest, planAtWorst, apiAlone, breakEven } = planOrApi({
            ...{ fee, carried, credit: zero, api: zero },
          })
          const need = breakEven === null ? 'more than there is' : facts.usd(breakEven)
          return [
            facts.planName(code),
            facts.usd(planAtBest),
            facts.usd(planAtWorst),
            facts.usd(apiAlone),
            need,
          ]
        }),
      }
    }),
    facts.where(() => {
      const carried = facts.cost(SHOWN, WORKED_PROFILES.medium).low
      const [max, ultra] = [facts.planPrice('max'), facts.planPrice('ultra')]
      const small = facts.cost('claude-haiku-4-5', WORKED_PROFILES.light).low
      const pro = facts.planPrice('pro')
      return {
        kind: 'list',
        items: [
          `${facts.planName('max')} ${gain(nano(carried - max))} here, if all of it fits.`,
          `${facts.planName('ultra')} ${gain(nano(carried - ultra))} here, as long as its API credit is not used.`,
          `${facts.planName('pro')} costs least by its fee; this much is likely beyond its limits, and what is beyond is paid from usage credits or waits.`,
          `Light use with ${modelName('claude-haiku-4-5')} comes to ${facts.usd(small)}: there ${facts.planName('pro')} ${gain(nano(small - pro))}.`,
          `An organisation linked to the plan’s API credit that uses all of it anyway gets ${creditBack('max')} back of ${facts.planName('max')}’s ${facts.usd(max)}.`,
        ],
      }

      function gain(amount: typeof carried): string {
        return amount >= 0n
          ? `saves ${facts.usd(amount)} a month against the API`
          : `costs ${facts.usd(nano(-amount))} a month more than the API`
      }
      function creditBack(code: string): string {
        return facts.usd(facts.credit(code) ?? zero)
      }
    }),
    {
      kind: 'text',
      text: `For comparison, Anthropic names ${facts.usd(facts.published('developerDay'))} for a developer’s active day with Claude Code, and ${facts.usd(facts.published('developerMonthLow'))} to ${facts.usd(facts.published('developerMonthHigh'))} a month. With your own tokens: [the calculator](/learn/calculator).`,
    },
    { kind: 'heading', text: 'Beside the price' },
    {
      kind: 'list',
      items: [
        'Programs, batches and anything that must not wait for a window to pass belong on the API.',
        'A plan cannot cost more than its fee while usage credits are off. The API can.',
        'Savings of a plan are notional: they are what the same use would have cost at list price, not money you would have spent.',
        'Bundles make usage credits cheaper; batches and contracts make the API cheaper; Fable is never within Pro or Team Standard.',
      ],
    },
    {
      kind: 'doubt',
      text: 'How much a plan carries is not published and changes: windows were doubled in May 2026 and, by a quoted announcement, raised by a quarter in September. Anything that promises tokens for a plan is a guess.',
    },
  ],
}
