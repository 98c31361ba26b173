import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AskOwnerDialog } from '@/components/keys/ask-owner-dialog'
import { BreakdownCard } from '@/components/keys/breakdown-card'
import { CachingCard } from '@/components/keys/caching-card'
import { KeyDayColumns } from '@/components/keys/day-columns'
import { KeyFacts } from '@/components/keys/key-facts'
import { KeyHistory } from '@/components/keys/key-history'
import { keyHref, parseKeysView } from '@/components/keys/keys-view'
import { prepareBreakdown, prepareDayColumns, prepareKeyFigures } from '@/components/keys/prepare-key-page'
import { SPLIT_WORDS } from '@/components/keys/prepare-keys'
import { PRESET_LABELS, RANGE_ORDER, rangeWords, withinWords } from '@/components/timeline/range-words'
import { DEFAULT_VIEW, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { previousRange, resolveRange } from '@/lib/domain/range'
import { currentTime } from '@/lib/env'
import { formatUsd } from '@/lib/format'
import { getCaching } from '@/lib/queries/caching'
import { getKeySpend, type KeyDimension, keyHistory } from '@/lib/queries/key-spend'
import { getKey } from '@/lib/queries/keys'
import { chosenData } from '../../../chosen-data'
import { KeyControlCard } from '../../key-control-card'
import { KeySavingCard } from '../../key-saving-card'
import { sendOwnerQuestion, showOwnerQuestions } from '../../owner-actions'

export const metadata: Metadata = { title: 'Key' }

const CONSOLE_KEYS = 'https://platform.claude.com/settings/keys'

const DIMENSIONS: { by: KeyDimension; title: string }[] = [
  { by: 'model', title: 'By model' },
  { by: 'tokenType', title: 'By kind of token or cost' },
  { by: 'product', title: 'By product' },
  { by: 'serviceTier', title: 'By service tier' },
  { by: 'speed', title: 'By speed' },
  { by: 'contextWindow', title: 'By context window' },
  { by: 'inferenceGeo', title: 'By region' },
]

interface Props {
  params: Promise<{ organization: string; key: string }>
  searchParams: Promise<SearchParams>
}

export default async function KeyPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const now = currentTime()
  const today = dayOf(now)
  const { organization, key: id } = await params
  const address = { organizationId: decoded(organization), id: decoded(id) }
  if (`${address.organizationId}${address.id}`.includes('\u0000')) notFound()
  const { view, problems } = parseKeysView(await searchParams)
  const range = resolveRange(view.choice, today)
  const before = previousRange(view.choice, today)
  const found = await getKey(viewer, address, { range, before, data: await chosenData(viewer) }, now)
  if (!found) notFound()
  const [use, history, caching] = await Promise.all([
    getKeySpend(viewer, address, range),
    keyHistory(viewer, address),
    getCaching(
      viewer,
      { organizationId: address.organizationId, dimension: 'key', value: address.id },
      range,
    ),
  ])
  const { key, sums } = found
  const total = formatUsd(use.spend)
  const within = withinWords(view.choice, today)
  const isEstimated = key.quality === 'estimated'
  return (
    <>
      <PageHeader
        title={<bdi>{key.name.trim() || '(no name)'}</bdi>}
        description={[key.organizationName, key.workspaceName].filter(Boolean).join(' · ')}
        actions={
          <>
            <ButtonLink
              href={viewHref(DEFAULT_VIEW, {
                choice: view.choice,
                group: 'model',
                filters: { key: [key.id], organization: [key.organizationId] },
              })}
            >
              Open on the timeline
            </ButtonLink>
            <AskOwnerDialog
              size="md"
              keys={[`${address.organizationId} ${address.id}`]}
              actions={{ show: showOwnerQuestions, send: sendOwnerQuestion }}
            />
            <ButtonAnchor href={CONSOLE_KEYS} target="_blank" rel="noreferrer">
              Keys in the Console
            </ButtonAnchor>
            <ButtonLink href="/keys">All keys</ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        <KeyFacts keyRecord={key} />
        <KeyControlCard viewer={viewer} address={address} now={now} />
        <KeySavingCard viewer={viewer} address={address} now={now} />
        <div className="min-w-0">
          <Segmented
            label="Range"
            segments={RANGE_ORDER.map((preset) => ({
              label: PRESET_LABELS[preset],
              href: keyHref(address, { preset }),
              current: 'preset' in view.choice && view.choice.preset === preset,
            }))}
          />
        </div>
        {sums.missingNow > 0 && (
          <Notice tone="warning" title={`${sums.missingNow} of these days are not read yet.`} />
        )}
        <Card>
          <CardHeader title={rangeWords(range)} />
          {isEstimated && (
            <details className="text-ink-2 mb-4 text-sm">
              <summary className="cursor-pointer">What this key cost is estimated. How?</summary>
              <p className="mt-1 max-w-prose">
                {SPLIT_WORDS} All parts of a line add up to what was billed for it.
              </p>
            </details>
          )}
          <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-7">
            <Figure name={isEstimated ? 'Estimated' : 'Billed'}>
              {key.spend === null ? 'Not told' : <Money parts={total} />}
            </Figure>
            <Figure name="At list price">
              {key.spend === null || isEstimated ? 'Not told' : <Money parts={formatUsd(use.list)} />}
            </Figure>
            {prepareKeyFigures(use.usage).map(({ name, text, title }) => (
              <Figure key={name} name={name}>
                <span title={title}>{text}</span>
              </Figure>
            ))}
          </dl>
          {use.days.length > 0 ? (
            <KeyDayColumns columns={prepareDayColumns(use.days, use.by.model, range)} />
          ) : (
            <EmptyState title={key.usedInRange ? 'Used, but nobody tells for how much' : `No use ${within}`}>
              {key.usedInRange
                ? 'Nothing that was billed has its kind of tokens, as with the Priority Tier or requests that were blocked, or its days are not split yet.'
                : 'Choose a longer range above to look further back.'}
            </EmptyState>
          )}
        </Card>
        {use.days.length > 0 && (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            {DIMENSIONS.map(({ by, title }) => (
              <BreakdownCard key={by} title={title} lines={prepareBreakdown(use.by[by])} total={total} />
            ))}
          </div>
        )}
        <CachingCard caching={caching} />
        <Card>
          <CardHeader
            title="History"
            description="What was noticed at Anthropic, asked for here, and who it belonged to when."
          />
          {history.length === 0 ? (
            <EmptyState title="Nothing changed since this key is known" />
          ) : (
            <KeyHistory entries={history} zone={viewer.timeZone} />
          )}
        </Card>
      </div>
    </>
  )
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="figures text-lg font-semibold">{children}</dd>
    </div>
  )
}

/** Of an address: what is no percent-encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
