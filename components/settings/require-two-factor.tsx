import { ActionButton } from '@/components/ui/action-button'
import type { FormAction } from '@/components/ui/form-outcome'

/** `without`: admins and owners who have none yet, by name. */
export function RequireTwoFactor({
  action,
  required,
  without,
}: {
  action: FormAction<unknown>
  required: boolean
  without: string[]
}) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <p>
        {required ? 'It is required.' : 'It is not required.'}{' '}
        {without.length === 0
          ? 'All admins and owners have set it up.'
          : `Not set up yet: ${without.join(', ')}.`}
      </p>
      <div>
        <ActionButton action={action} values={{ required: required ? 'off' : 'on' }} size="md">
          {required ? 'No longer require it' : 'Require two-factor'}
        </ActionButton>
      </div>
    </div>
  )
}
