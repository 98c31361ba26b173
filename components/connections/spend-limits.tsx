import { GuideLink } from '@/components/learn/guide-link'
import { ActionButton } from '@/components/ui/action-button'
import type { FormAction } from '@/components/ui/form-outcome'
import { More } from '@/components/ui/more'
import { Term } from '@/components/words/term'
import type { OrganizationLimits } from '@/lib/domain/limit-use'
import { formatMonth } from '@/lib/format'
import { LimitForm } from './limit-form'
import { LimitTable } from './limit-table'
import { askedWords, prepareLimits, unreadWords } from './prepare-limits'

const CONSOLE_LIMITS = 'https://platform.claude.com/settings/limits'

/** What may be spent in a month, beside what was; and where it is typed in when Anthropic does not tell it. */
export function SpendLimits({
  limits: all,
  organizationName,
  actions,
}: {
  limits: OrganizationLimits
  organizationName: string
  /** Null: somebody who may only read. */
  actions: { enter: FormAction<unknown>; remove: FormAction<unknown> } | null
}) {
  const lines = prepareLimits(all)
  const unread = unreadWords(all.unreadDays)
  return (
    <section aria-label={`Spend limits of ${organizationName}`} className="border-t pt-3">
      <h3 className="font-medium">
        Anthropic’s <Term of="spend-limit">spend limits</Term>
      </h3>
      <p className="text-ink-2 mt-0.5 mb-2 max-w-prose text-sm">
        {askedWords(all)} <GuideLink guide="spend-limits" />
      </p>
      {lines.length > 0 && (
        <LimitTable
          lines={lines}
          label={`Spend limits of ${organizationName}, ${formatMonth(all.month)}`}
          action={
            actions
              ? (line) =>
                  line.isEntered && (
                    <ActionButton
                      action={actions.remove}
                      values={{ organization_id: all.organizationId, subject: line.workspaceId ?? '' }}
                      variant="quiet"
                      label={`Remove the limit entered for ${line.of}`}
                    >
                      Remove
                    </ActionButton>
                  )
              : undefined
          }
        />
      )}
      {lines.length > 0 && unread && <p className="text-warn mt-1 text-sm">{unread}</p>}
      {actions && (
        <More summary="Enter a limit" label={`Enter a spend limit of ${organizationName}`}>
          <p className="text-ink-2 mb-3 max-w-prose text-sm">
            The Console shows them under{' '}
            <a
              href={CONSOLE_LIMITS}
              target="_blank"
              rel="noreferrer"
              className="text-accent underline underline-offset-3"
            >
              Settings → Limits
            </a>
            : the monthly limit of your usage tier, the one you set for the organisation, and those of
            workspaces. Enter the smallest that holds. Nothing is changed at Anthropic.
          </p>
          <LimitForm action={actions.enter} organizationId={all.organizationId} workspaces={all.workspaces} />
        </More>
      )}
    </section>
  )
}
