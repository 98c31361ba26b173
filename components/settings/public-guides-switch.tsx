import { ActionButton } from '@/components/ui/action-button'
import type { FormAction } from '@/components/ui/form-outcome'

export function PublicGuidesSwitch({ action, open }: { action: FormAction<unknown>; open: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <p>
        {open
          ? 'Anybody who has the address may read the guides without signing in.'
          : 'Only people who sign in can read the guides.'}
      </p>
      <div>
        <ActionButton action={action} values={{ open: open ? 'off' : 'on' }} size="md">
          {open ? 'Only for people who sign in' : 'Let anybody read the guides without signing in'}
        </ActionButton>
      </div>
    </div>
  )
}
