'use client'

import { useEffect, useState } from 'react'
import { type AskOwnerActions, OwnerQuestions } from '@/components/keys/ask-owner-dialog'
import { KeyChangeFields } from '@/components/keys/key-change-form'
import { Button, ButtonLink } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import type { FormAction, FormOutcome } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { ShownLine } from './prepare-lines'
import type { Deactivated, DeactivationOffer } from './task-actions'

type Key = NonNullable<ShownLine['key']>

/** The question to the owner of a line's key, as it is asked on the key's own page. */
export function AskDialog({
  apiKey,
  actions,
  close,
}: {
  apiKey: Key
  actions: AskOwnerActions
  close: () => void
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Ask the owner"
      description="The message, with the numbers of the key and without any secret."
    >
      <OwnerQuestions keys={[`${apiKey.organizationId} ${apiKey.id}`]} actions={actions} />
    </Dialog>
  )
}

/** Deactivating a line's key: the numbers of the dry run, the reason, and Anthropic asked and read back. */
export function DeactivateDialog({
  period,
  data,
  line,
  apiKey,
  offer,
  deactivate,
  done,
  close,
}: {
  period: string
  data: string
  line: ShownLine
  apiKey: Key
  offer: FormAction<DeactivationOffer>
  deactivate: FormAction<Deactivated>
  done: (result: Deactivated) => void
  close: () => void
}) {
  const outcome = useOffer(apiKey, offer)
  const found = outcome?.ok ? outcome.result : null
  const refusal = outcome && !outcome.ok ? outcome.error : found?.kind === 'obstacle' ? found.sentence : null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={found?.kind === 'offer' ? `${found.verb} “${found.name}”?` : `Deactivate “${apiKey.name}”?`}
      description={found?.kind === 'offer' ? found.consequence : undefined}
    >
      {found?.kind === 'offer' ? (
        <KeyChangeFields
          choice={{ status: 'inactive', verb: found.verb, consequence: found.consequence }}
          organizationId={apiKey.organizationId}
          keyId={apiKey.id}
          name={found.name}
          facts={found.facts}
          action={async (previous, form) => {
            form.set('period', period)
            form.set('data', data)
            form.set('line', line.id)
            const result = await deactivate(previous, form)
            if (result.ok) done(result.result)
            return result
          }}
          done={close}
          isLate
        />
      ) : (
        <div className="flex flex-col gap-4">
          {refusal ? (
            <Notice title={refusal}>
              The decision stands. Somebody who may can deactivate it from this line, or on the key’s page.
            </Notice>
          ) : (
            <p role="status">Looking up what this key did lately …</p>
          )}
          <DialogActions>
            {refusal && (
              <ButtonLink href={line.path} prefetch={false}>
                The key’s page
              </ButtonLink>
            )}
            <DialogClose asChild>
              <Button>Close</Button>
            </DialogClose>
          </DialogActions>
        </div>
      )}
    </Dialog>
  )
}

/** Null while it is looked up. */
function useOffer(
  { organizationId, id }: Key,
  offer: FormAction<DeactivationOffer>,
): FormOutcome<DeactivationOffer> | null {
  const [outcome, setOutcome] = useState<FormOutcome<DeactivationOffer> | null>(null)
  useEffect(() => {
    let isWanted = true
    const form = new FormData()
    form.set('organization', organizationId)
    form.set('key', id)
    const tell = (found: FormOutcome<DeactivationOffer>) => isWanted && setOutcome(found)
    offer(null, form).then(tell, () => tell(NO_ANSWER))
    return () => {
      isWanted = false
    }
  }, [organizationId, id, offer])
  return outcome
}

const NO_ANSWER: FormOutcome<never> = {
  ok: false,
  error: 'Onebill did not answer. Close this and try again.',
  fieldErrors: {},
  values: {},
}
