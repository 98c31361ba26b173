import type { Metadata } from 'next'
import { ClaudeCodeTable } from '@/components/claude-code/claude-code-table'
import { prepareClaudeCode } from '@/components/claude-code/prepare-claude-code'
import { BilledSeparately } from '@/components/plans/billed-separately'
import { PRESET_LABELS, rangeWords } from '@/components/timeline/range-words'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { Term } from '@/components/words/term'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { resolveRange } from '@/lib/domain/range'
import { currentTime } from '@/lib/env'
import { formatUsd } from '@/lib/format'
import { getClaudeCode } from '@/lib/queries/claude-code'
import { chosenData } from '../chosen-data'

export const metadata: Metadata = { title: 'Claude Code' }

/** The report is read a day at a time, so what is offered is what has been read: see DECISIONS.md. */
const RANGES = ['7d', '30d', 'mtd', 'last-month', '90d'] as const

export default async function ClaudeCodePage({
  searchParams,
}: {
  searchParams: Promise<{ range?: string | string[] }>
}) {
  const viewer = await requireViewer()
  const { range: asked } = await searchParams
  const preset = RANGES.find((name) => name === asked) ?? '30d'
  const range = resolveRange({ preset }, dayOf(currentTime()))
  const report = await getClaudeCode(viewer, range, await chosenData(viewer))
  return (
    <>
      <PageHeader
        title="Claude Code"
        description="Who uses Claude Code, where, and whether a plan or the API pays, as Claude Code’s own report tells it."
      />
      <div className="flex flex-col gap-4">
        {asked !== undefined && asked !== preset && (
          <Notice tone="warning" title="This range is not one of those below; the last 30 days are shown." />
        )}
        <div className="min-w-0">
          <Segmented
            label="Range"
            segments={RANGES.map((name) => ({
              label: PRESET_LABELS[name],
              href: name === '30d' ? '/claude-code' : `/claude-code?range=${name}`,
              current: name === preset,
            }))}
          />
        </div>
        <Card>
          <CardHeader title={rangeWords(range)} />
          {report.uses.length === 0 ? (
            <EmptyState
              title="No use of Claude Code in these days"
              actions={<ButtonLink href="/settings/connections">See the connections</ButtonLink>}
            >
              Nothing was reported. Anthropic’s report often leaves out people who sign in with a plan, and
              has none of individual accounts: that they are missing here does not mean they did not use it.
            </EmptyState>
          ) : (
            <ClaudeCodeTable lines={prepareClaudeCode(report.uses)} estimated={formatUsd(report.estimated)} />
          )}
        </Card>
        <p className="text-ink-3 max-w-prose text-sm">
          Costs here are Anthropic’s estimates from tokens, never part of a bill, and never added to what the
          timeline shows. Use paid by a plan costs nothing beside its fee: its estimate is{' '}
          <Term of="api-equivalent">API-equivalent</Term>. Days are UTC days; the last 31 are read at first,
          from then on every day.
        </p>
        <p className="text-ink-3 max-w-prose text-sm">
          <BilledSeparately what="any plan" />
        </p>
      </div>
    </>
  )
}
