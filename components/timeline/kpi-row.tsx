import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Explain } from '@/components/ui/popover'
import { Term } from '@/components/words/term'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import type { Kpi, Kpis } from './prepare-kpis'

/** The four figures on top, the total largest. `planNote` stands beside the plan total, `creditNote` beside the API usage. */
export function KpiRow({
  kpis,
  basis,
  planNote,
  creditNote,
}: {
  kpis: Kpis
  basis: TimelineRequest['basis']
  planNote: ReactNode
  creditNote: ReactNode
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <KpiCard kpi={kpis.total} large />
      <KpiCard kpi={kpis.plan}>
        <p className="text-ink-2 text-sm">
          {basis === 'spread' ? (
            <>
              Each charge <Term of="spread">spread</Term> over its days
            </>
          ) : (
            <>
              Each charge whole <Term of="on-the-day-charged">on the day charged</Term>
            </>
          )}
        </p>
        {planNote}
      </KpiCard>
      <KpiCard kpi={kpis.api}>{creditNote}</KpiCard>
      <KpiCard kpi={kpis.projection} />
    </div>
  )
}

function KpiCard({ kpi, large = false, children }: { kpi: Kpi; large?: boolean; children?: ReactNode }) {
  const [first, second] = kpi.amounts
  return (
    <Card className="flex flex-col gap-1">
      <div className="text-ink-2 flex items-center gap-1 text-sm">
        <h2>
          <Term of={kpi.word}>{kpi.label}</Term>
        </h2>
        {kpi.origin.length > 0 && (
          <Explain about={kpi.label}>
            {kpi.origin.map((paragraph) => (
              <p key={paragraph} className="not-first:mt-2">
                {paragraph}
              </p>
            ))}
          </Explain>
        )}
      </div>
      {first ? (
        <p
          className={classNames(
            'leading-9 font-semibold [&>span]:whitespace-nowrap',
            large ? 'text-2xl' : second ? 'text-lg' : 'text-xl',
          )}
        >
          <Money parts={first} />
          {second && (
            <>
              {' – '}
              <Money parts={second} />
            </>
          )}
        </p>
      ) : (
        <p className="text-ink-3 text-xl leading-9" aria-hidden>
          –
        </p>
      )}
      {kpi.note && <p className="text-ink-2 text-sm">{kpi.note}</p>}
      {kpi.change && (
        <div className="text-sm">
          <p className={kpi.change.rise ? 'text-warn' : 'text-ink-2'}>{kpi.change.words}</p>
          {kpi.against && <p className="text-ink-3">{kpi.against}</p>}
        </div>
      )}
      {children}
    </Card>
  )
}
