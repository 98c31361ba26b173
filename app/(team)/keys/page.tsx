import type { Metadata } from 'next'
import { AssignmentSuggestions } from '@/components/keys/assignment-suggestions'
import { AuditCards } from '@/components/keys/audit-cards'
import { KeyFilterForm } from '@/components/keys/key-filter-form'
import { KeyTable } from '@/components/keys/key-table'
import { isFiltered, keysHref, MOST_PICKED, parseKeysView, unfiltered } from '@/components/keys/keys-view'
import { OwnerlessKeys } from '@/components/keys/ownerless-keys'
import { type PickedKey, pickedKey, prepareKeys } from '@/components/keys/prepare-keys'
import { SavingsSummary } from '@/components/keys/savings-summary'
import { SelectionSum } from '@/components/keys/selection-sum'
import { SPLIT_WORDS } from '@/components/keys/split-words'
import { PRESET_LABELS, RANGE_ORDER, rangeWords, withinWords } from '@/components/timeline/range-words'
import { TablePager } from '@/components/timeline/table-pager'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { previousRange, resolveRange } from '@/lib/domain/range'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formatDayRange, formatUsd } from '@/lib/format'
import { listKeySavings } from '@/lib/queries/key-savings'
import type { KeySearch } from '@/lib/queries/key-statement'
import { keySparks, listKeys } from '@/lib/queries/keys'
import { suggestionsForKeys } from '@/lib/queries/said-of-keys'
import { chosenData } from '../chosen-data'
import { changeOneOfSeveral, previewSeveral, undoOneOfSeveral } from './actions'
import { saveAssignment, undoAssignment } from './assignment-actions'
import { sendOwnerQuestion, showOwnerQuestions } from './owner-actions'

export const metadata: Metadata = { title: 'Keys' }

const PER_PAGE = 50
const LIST_ID = 'keys'
const ASK = { show: showOwnerQuestions, send: sendOwnerQuestion }
const CHANGE = { preview: previewSeveral, change: changeOneOfSeveral, undo: undoOneOfSeveral }

export default async function KeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer()
  const now = currentTime()
  const today = dayOf(now)
  const { view, problems } = parseKeysView(await searchParams)
  const { choice, organization, page: asked, picked, ...filters } = view
  const range = resolveRange(choice, today)
  const search = {
    ...filters,
    range,
    before: previousRange(choice, today),
    data: await chosenData(viewer),
    ...(organization !== null && { organizationId: organization }),
    limit: PER_PAGE,
  }
  let { keys, sums } = await listKeys(viewer, { ...search, offset: (asked - 1) * PER_PAGE }, now)
  const pages = Math.max(1, Math.ceil(sums.matching / PER_PAGE))
  const page = Math.min(asked, pages)
  if (page !== asked)
    ({ keys, sums } = await listKeys(viewer, { ...search, offset: (page - 1) * PER_PAGE }, now))
  const shown = new Set(keys.map(({ id }) => id))
  const ids = picked.filter((id) => !shown.has(id))
  const [sparks, savings, suggestions, elsewhere] = await Promise.all([
    keySparks(viewer, keys, search.data, now),
    listKeySavings(viewer, { data: search.data, organizationId: organization ?? undefined }, now),
    isAllowed(viewer.role, 'edit_keys') ? suggestionsForKeys(viewer, search.data) : null,
    pickedElsewhere(viewer, { range, before: search.before, data: search.data, ids }, now),
  ])
  const first = (page - 1) * PER_PAGE + 1
  const within = withinWords(choice, today)
  return (
    <>
      <PageHeader
        title="Keys"
        description="Every API key that was ever seen: what it cost, who it belongs to, and whether it is still needed."
        actions={
          <>
            <ButtonLink href="/keys/rules" variant="quiet">
              Rules
            </ButtonLink>
            <ButtonAnchor href={keysHref(view, { page: 1, picked: [] }, '/keys.csv')} download>
              Download CSV
            </ButtonAnchor>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        {sums.keys === 0 && sums.billed === 0n ? (
          <Card>
            <EmptyState
              title="No keys yet"
              actions={<ButtonLink href="/settings/connections">See the connections</ButtonLink>}
            >
              Keys are listed once an organisation at Anthropic is connected and read for the first time.
            </EmptyState>
          </Card>
        ) : (
          <>
            <AuditCards counts={sums.cards} idleDays={sums.idleDays} view={view} />
            <SavingsSummary {...savings} />
            <div className="min-w-0">
              <Segmented
                label="Range"
                segments={RANGE_ORDER.map((preset) => ({
                  label: PRESET_LABELS[preset],
                  href: keysHref(view, { choice: { preset } }),
                  current: 'preset' in choice && choice.preset === preset,
                }))}
              />
            </div>
            {sums.missingNow > 0 && (
              <Notice
                tone="warning"
                title={`${sums.missingNow} day${sums.missingNow === 1 ? '' : 's'} of this range ${sums.missingNow === 1 ? 'is' : 'are'} not read yet`}
              >
                What keys cost on those days is missing here; nothing is compared with the period before.
              </Notice>
            )}
            {sums.hasEstimates && (
              <Notice title="What a key cost is estimated where the legacy reports bill it">
                {SPLIT_WORDS} What hangs on no key’s use stands at the foot by name, so that all of the bill
                has its place.
              </Notice>
            )}
            <Card>
              <CardHeader
                title={rangeWords(range)}
                description={[
                  isFiltered(view)
                    ? `${sums.matching} of ${sums.keys} keys, ${formatUsd(sums.matchingSpend).text} ${within}.`
                    : `${sums.keys} key${sums.keys === 1 ? '' : 's'}. Those without use ${within} stand at the end, dimmed.`,
                  `Change is against ${formatDayRange(search.before)}${range.to > today ? '; today is not over yet' : ''}.`,
                ].join(' ')}
              />
              <OwnerlessKeys sums={sums} view={view} within={within} />
              <KeyFilterForm view={view} sums={sums} />
              <div className="mt-4">
                {keys.length === 0 ? (
                  <EmptyState
                    title="No key is like that"
                    actions={<ButtonLink href={keysHref(unfiltered(view))}>Show all keys</ButtonLink>}
                  >
                    {view.card
                      ? 'Nothing to do here: no key stands on this card.'
                      : 'Try fewer words, or another status, workspace or owner.'}
                  </EmptyState>
                ) : (
                  <>
                    <KeyTable
                      prepared={prepareKeys(keys, sums, choice, sparks)}
                      view={view}
                      listId={LIST_ID}
                    />
                    <TablePager
                      label="Pages of keys"
                      page={{ page, pages, first, last: first + keys.length - 1, of: sums.matching }}
                      hrefOf={(other) => keysHref(view, { page: other })}
                    />
                  </>
                )}
                <SelectionSum
                  key={keysHref(view, { page, picked: [] })}
                  listId={LIST_ID}
                  elsewhere={elsewhere}
                  most={MOST_PICKED}
                  within={within}
                  change={isAllowed(viewer.role, 'change_keys') ? CHANGE : null}
                  ask={ASK}
                  assign={suggestions && { save: saveAssignment, undo: undoAssignment }}
                />
                {suggestions && <AssignmentSuggestions suggestions={suggestions} />}
              </div>
            </Card>
          </>
        )}
      </div>
    </>
  )
}

/** Keys that are ticked and stand on another page of the list, or are filtered out of it. */
async function pickedElsewhere(
  viewer: Viewer,
  search: Pick<KeySearch, 'range' | 'before' | 'data'> & { ids: readonly string[] },
  now: Date,
): Promise<PickedKey[]> {
  if (search.ids.length === 0) return []
  const { keys } = await listKeys(viewer, { ...search, sort: null, limit: MOST_PICKED, offset: 0 }, now)
  return keys.map(pickedKey)
}
