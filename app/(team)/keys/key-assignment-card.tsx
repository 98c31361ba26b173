import { AssignmentDialog } from '@/components/keys/assignment-dialog'
import { AssignmentSuggestions } from '@/components/keys/assignment-suggestions'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import type { DataScope } from '@/lib/domain/data-scope'
import { parseDay } from '@/lib/domain/day'
import { SINCE_ALWAYS } from '@/lib/domain/key-assignment'
import type { Key } from '@/lib/domain/key-list'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { formatDay, formatInstant } from '@/lib/format'
import { lastSaidOf, suggestionsForKeys, type LastSaid } from '@/lib/queries/said-of-keys'
import { saveAssignment, undoAssignment } from './assignment-actions'

/** Who owns a key and what it is for: what was said last, by whom, and saying it anew. */
export async function KeyAssignmentCard({
  viewer,
  keyRecord: key,
  data,
}: {
  viewer: Viewer
  keyRecord: Key
  data: DataScope
}) {
  const mayEdit = isAllowed(viewer.role, 'edit_keys')
  const [last, suggestions] = await Promise.all([
    lastSaidOf(viewer, key),
    mayEdit ? suggestionsForKeys(viewer, data) : null,
  ])
  const shown = {
    owner: key.isOwnerAssigned ? (key.owner ?? '') : '',
    purpose: key.purpose ?? '',
    application: key.application ?? '',
    environment: key.environment ?? '',
    cost_centre: key.costCentre ?? '',
    tags: key.tags.join(', '),
  }
  return (
    <Card>
      <CardHeader
        title="Owner and purpose"
        description={last ? lastWords(last, viewer.timeZone) : untoldWords(key)}
        actions={
          mayEdit && (
            <>
              {last && (
                <ActionButton
                  action={undoAssignment}
                  values={{ batch: last.batchId, of: `${key.organizationId} ${key.id}` }}
                  variant="quiet"
                  size="md"
                  pendingText="Taking back"
                >
                  Undo
                </ActionButton>
              )}
              <ButtonLink variant="quiet" href="/keys/rules">
                Rules
              </ButtonLink>
              <AssignmentDialog
                key={`${last?.batchId} ${last?.at.getTime()}`}
                keys={[{ id: `${key.organizationId} ${key.id}`, name: key.name }]}
                shown={shown}
                size="md"
                actions={{ save: saveAssignment, undo: undoAssignment }}
              />
            </>
          )
        }
      />
      {!mayEdit && <p className="text-ink-2 text-sm">{refusalSentence(viewer.role, 'edit_keys')}</p>}
      {suggestions && <AssignmentSuggestions suggestions={suggestions} />}
    </Card>
  )
}

function lastWords({ actorName, at, effectiveOn, rule }: LastSaid, zone: string | undefined): string {
  const from = parseDay(effectiveOn)
  const holds = from === null || from === SINCE_ALWAYS ? 'since always' : `from ${formatDay(from)} on`
  const by = rule === null ? '' : `, by the rule “${rule}”`
  return `Last said by ${actorName} on ${formatInstant(at, zone)}${by}: holds ${holds}. Spend follows the owner of its day.`
}

function untoldWords(key: Key): string {
  return key.owner === null
    ? 'Nobody owns this key yet, and nobody said what it is for.'
    : 'Nobody said anything here yet: its owner is whoever created it.'
}
