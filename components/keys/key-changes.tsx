import { ActionButton } from '@/components/ui/action-button'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { ChangeLine } from './prepare-key-control'

/** What was changed from here: the latest stands out, with what can be done about it. */
export function KeyChanges({
  lines: [latest],
  undo,
  look,
  organizationId,
  keyId,
  mayChange,
}: {
  lines: readonly ChangeLine[]
  undo: FormAction<unknown>
  look: FormAction<unknown>
  organizationId: string
  keyId: string
  mayChange: boolean
}) {
  if (!latest) return null
  return (
    <Notice
      tone={latest.tone}
      title={latest.title}
      actions={
        mayChange &&
        (latest.undo || latest.canLook) && (
          <>
            {latest.undo && (
              <ActionButton action={undo} values={{ change: latest.id }} pendingText="Asking Anthropic">
                {latest.undo}
              </ActionButton>
            )}
            {latest.canLook && (
              <ActionButton
                action={look}
                values={{ organization: organizationId, key: keyId }}
                pendingText="Asking Anthropic"
              >
                Look again
              </ActionButton>
            )}
          </>
        )
      }
    >
      {latest.detail && <p>{latest.detail}</p>}
      <p dir="auto">{latest.origin}</p>
    </Notice>
  )
}
