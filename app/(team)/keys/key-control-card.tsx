import { KeyChangeForm } from '@/components/keys/key-change-form'
import { KeyChanges } from '@/components/keys/key-changes'
import { changeLine, keyChoices, factsOfUse } from '@/components/keys/prepare-key-control'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { getKeyControl } from '@/lib/queries/key-control'
import { previewKeyChange } from '@/lib/sync/act-on-key'
import { changeStatus, lookAgain, renameKey, undoChange } from './actions'

const CONSOLE_KEYS = 'https://platform.claude.com/settings/keys'

/** Acting on a key at Anthropic: what is known, what can be done, what was done. Nothing for keys never listed. */
export async function KeyControlCard({
  viewer,
  address: { organizationId, id },
  now,
}: {
  viewer: Viewer
  address: { organizationId: string; id: string }
  now: Date
}) {
  const control = await getKeyControl(viewer, { organizationId, id })
  if (!control) return null
  const { name, status, isGone } = control
  const mayChange = isAllowed(viewer.role, 'change_keys')
  const change = { field: 'name', wanted: name } as const
  const preview = mayChange
    ? await previewKeyChange(viewer, { organizationId, keyId: id, change }, now)
    : null
  const obstacle = preview ? preview.obstacle : refusalSentence(viewer.role, 'change_keys')
  const facts = preview ? factsOfUse(preview) : []
  return (
    <Card>
      <CardHeader
        title="Change at Anthropic"
        description={`${isGone ? 'Gone from Anthropic’s list' : `As last read, this key is ${status}`}. A change is recorded, asked for, read back, and only then called done.`}
        actions={
          !obstacle &&
          keyChoices(status).map((choice) => (
            <KeyChangeForm
              key={choice.verb}
              {...{ choice, organizationId, name, facts }}
              keyId={id}
              action={choice.status ? changeStatus : renameKey}
            />
          ))
        }
      />
      <div className="flex flex-col gap-3">
        {facts.length > 0 && (
          <ul className="text-ink-2 list-disc pl-5 text-sm">
            {facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        )}
        {obstacle && (
          <Notice
            title={obstacle}
            actions={
              <>
                {mayChange && (
                  <ButtonLink size="sm" href="/settings/connections">
                    Connections
                  </ButtonLink>
                )}
                <ButtonAnchor size="sm" href={CONSOLE_KEYS} target="_blank" rel="noreferrer">
                  Open Anthropic’s Console
                </ButtonAnchor>
              </>
            }
          />
        )}
        <KeyChanges
          lines={control.changes.map((one) => changeLine(one, status, viewer.timeZone))}
          undo={undoChange}
          look={lookAgain}
          organizationId={organizationId}
          keyId={id}
          mayChange={mayChange && !obstacle}
        />
      </div>
    </Card>
  )
}
