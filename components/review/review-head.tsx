import { BilledSeparately } from '@/components/plans/billed-separately'
import { Swatch } from '@/components/timeline/swatch'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { PreparedHead } from './prepare-head'

const COLORS = {
  plan: 'var(--plan)',
  usage_credits: 'var(--usage-credits)',
  api: 'var(--api)',
  api_credit: 'var(--api)',
} as const

/** The frozen figures: the total, each pool beside two other periods, why it changed, and what changed since. */
export function ReviewHead({ head }: { head: PreparedHead }) {
  const { total, sentence, reasonsSentence, rows, reasons, columns, caveats, adjustments } = head
  return (
    <Card>
      <div className="grid grid-cols-1 gap-x-10 gap-y-4 lg:grid-cols-[2fr_1fr]">
        <div className="min-w-0">
          <p className="text-2xl font-semibold">
            <Money parts={total} />
          </p>
          <p className="text-ink-2 mb-2 max-w-prose">{sentence}</p>
          <Table
            label="By pool"
            className="max-sm:text-sm max-sm:[&_:is(td,th)]:px-1.5 max-sm:[&_th]:whitespace-normal"
          >
            <thead>
              <tr>
                <Th>
                  <Term of="pool">Pool</Term>
                </Th>
                <Th numeric>This {columns.kind}</Th>
                <Th numeric className="whitespace-normal">
                  {columns.before}
                </Th>
                <Th numeric className="max-sm:hidden">
                  Change
                </Th>
                <Th numeric className="whitespace-normal">
                  {columns.longBefore}
                </Th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, name, pool, now, before, change, longBefore }) => (
                <tr key={id} className={pool === null ? 'font-semibold' : undefined}>
                  <Td>
                    {pool && <Swatch color={COLORS[pool]} pool={pool} />}
                    {name}
                  </Td>
                  <Td numeric>
                    <Money parts={now} />
                  </Td>
                  <Td numeric>{before ? <Money parts={before} /> : <Unknown />}</Td>
                  <Td numeric className="max-sm:hidden">
                    {change ?? <Unknown />}
                  </Td>
                  <Td numeric>{longBefore ? <Money parts={longBefore} /> : <Unknown />}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
          {rows.some(({ pool }) => pool === 'plan') && (
            <p className="text-ink-2 mt-2 max-w-prose text-sm">
              <BilledSeparately what="any plan" />
            </p>
          )}
        </div>
        <div className="min-w-0">
          <h2 className="text-sm font-semibold">Why it changed</h2>
          <p className="text-ink-2 mb-2 max-w-prose text-sm">{reasonsSentence}</p>
          {reasons && (
            <ul aria-label="Reasons" className="text-sm">
              {reasons.map(({ name, amount, isSum }) => (
                <li
                  key={name}
                  className={`flex justify-between gap-4 border-b py-1 last:border-b-0 ${isSum ? 'font-semibold' : ''}`}
                >
                  <span>{name}</span>
                  <span className="figures">{amount}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {(caveats.length > 0 || adjustments) && (
        <div className="mt-4 grid grid-cols-1 gap-2">
          {caveats.map((caveat) => (
            <Notice key={caveat}>{caveat}</Notice>
          ))}
          {adjustments && (
            <Notice
              title={
                <>
                  <Term of="restatement">Adjustments</Term> since
                </>
              }
            >
              <p>{adjustments.sentence} What is signed stays as it was.</p>
              <ul aria-label="Adjustments">
                {adjustments.lines.map(({ id, href, words }) => (
                  <li key={id}>
                    {href ? (
                      <a href={href} className="text-accent underline">
                        {words}
                      </a>
                    ) : (
                      words
                    )}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
      )}
    </Card>
  )
}

function Unknown() {
  return (
    <span className="text-ink-3" title="Not wholly known, which is not zero">
      not known
    </span>
  )
}
