import Link from 'next/link'
import { KeyChangeForm } from '@/components/keys/key-change-form'
import { factsOfUse, keyChoices } from '@/components/keys/prepare-key-control'
import { subjectPath } from '@/lib/domain/spend-subject'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { getKeyControl } from '@/lib/queries/key-control'
import { previewKeyChange } from '@/lib/sync/act-on-key'
import { changeStatus } from '../keys/actions'

/** The step Onebill can do itself: the very form of the key's own page, or why it cannot be done here. */
export async function DeactivateStep({
  viewer,
  address: { organizationId, id },
  now,
}: {
  viewer: Viewer
  address: { organizationId: string; id: string }
  now: Date
}) {
  const control = await getKeyControl(viewer, { organizationId, id })
  const page = subjectPath({ kind: 'key', organizationId, id })
  const why = (sentence: string) => (
    <p className="text-ink-2 text-sm">
      {sentence}{' '}
      <Link href={page} prefetch={false} className="text-accent underline">
        The key’s page
      </Link>
    </p>
  )
  if (!control) return why('This key is not listed any more.')
  const choice = keyChoices(control.status).find(({ status }) => status === 'inactive')
  if (!choice) return why(`As last read, this key is ${control.status}: it is stopped already.`)
  if (!isAllowed(viewer.role, 'change_keys')) return why(refusalSentence(viewer.role, 'change_keys'))
  const change = { field: 'status', wanted: 'inactive' } as const
  const preview = await previewKeyChange(viewer, { organizationId, keyId: id, change }, now)
  if (preview.obstacle) return why(preview.obstacle)
  return (
    <KeyChangeForm
      choice={{ ...choice, verb: 'Deactivate this key' }}
      action={changeStatus}
      organizationId={organizationId}
      keyId={id}
      name={control.name}
      facts={factsOfUse(preview)}
    />
  )
}
