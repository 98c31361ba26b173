import type { ReactNode } from 'react'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import { TOKEN_WORDS } from '@/lib/domain/glossary'
import type { CalculatedCost, CalculatedPlan, Calculation } from '@/lib/domain/guides/calculator'
import { costNotes, NO_PRICE_WORDS, rangeWords, suggestion } from '@/lib/domain/guides/calculator-words'
import { KIND_WORDS } from '@/lib/domain/guides/guide-facts'
import { TOKEN_KINDS } from '@/lib/domain/pricing'
import { formatCount, formatUsd } from '@/lib/format'

export function CalculatedCostCard({ asked, cost }: { asked: Calculation; cost: CalculatedCost }) {
  if (!cost.isPriced)
    return (
      <Card>
        <CardHeader title="A month" />
        <Notice tone="warning" title="No price">
          {NO_PRICE_WORDS[cost.why]}
        </Notice>
      </Card>
    )
  const kinds = TOKEN_KINDS.filter((kind) => asked.tokens[kind] > 0n)
  return (
    <Card>
      <CardHeader
        title={
          <>
            A month at <Term of="list-price">list price</Term>
          </>
        }
        description={costNotes(asked.model, cost).join(' ')}
      />
      <p className="figures mb-3 text-2xl font-semibold" data-testid="calculated-total">
        {rangeWords(cost.total)}
      </p>
      <Table label="What it is made of">
        <thead>
          <tr>
            <Th>Tokens</Th>
            <Th numeric>How many</Th>
            <Th numeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <Td>
                <Term of={TOKEN_WORDS[kind]}>
                  {KIND_WORDS[kind].replace(/^./, (first) => first.toUpperCase())}
                </Term>
              </Td>
              <Td numeric title={formatCount(asked.tokens[kind]).title}>
                {formatCount(asked.tokens[kind]).text}
              </Td>
              <Td numeric>{rangeWords(cost.kinds[kind])}</Td>
            </tr>
          ))}
          {asked.webSearches > 0n && (
            <tr>
              <Td>
                <Term of="web-search">Web searches</Term>
              </Td>
              <Td numeric>{formatCount(asked.webSearches).text}</Td>
              <Td numeric>{formatUsd(cost.searches).text}</Td>
            </tr>
          )}
        </tbody>
      </Table>
    </Card>
  )
}

export function CalculatedPlanCard({ plan }: { plan: CalculatedPlan }) {
  const { low, high } = plan
  const range = (part: 'apiAlone' | 'planAtBest' | 'planAtWorst' | 'creditUsed') =>
    rangeWords({ low: low[part], high: high[part] })
  return (
    <Card>
      <CardHeader title={`${plan.name}, or the API`} description="A suggestion, not a promise." />
      <p className="mb-3 font-medium">{suggestion(plan)}</p>
      <dl className="flex flex-col">
        <Line what="The API alone" amount={range('apiAlone')} />
        <Line what={`${plan.name}, if all that is interactive fits`} amount={range('planAtBest')} />
        <Line
          what={
            <>
              The same, if none of it fits and is drawn from <Term of="usage-credits">usage credits</Term>
            </>
          }
          amount={range('planAtWorst')}
        />
        <Line
          what={
            <>
              Of that: <Term of="plan-fee">plan fee</Term> a month
            </>
          }
          amount={formatUsd(plan.fee).text}
        />
        {plan.credit > 0n && (
          <Line
            what={
              <>
                <Term of="api-credit">API credit</Term> that is used
              </>
            }
            amount={range('creditUsed')}
          />
        )}
      </dl>
      <p className="text-ink-2 mt-3 text-sm">
        What this cannot see: how much fits within a plan, since its limits are not published; tax; bundles,
        which make usage credits cheaper; discounts of a contract; and that fast mode, and on some plans
        Fable, are never within the plan.
      </p>
    </Card>
  )
}

function Line({ what, amount }: { what: ReactNode; amount: string }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b py-1.5 last:border-b-0">
      <dt className="min-w-0">{what}</dt>
      <dd className="figures whitespace-nowrap">{amount}</dd>
    </div>
  )
}
