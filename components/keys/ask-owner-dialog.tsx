'use client'

import { useEffect, useState } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { InputField } from '@/components/ui/field'
import type { FormAction, FormOutcome } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export interface ShownQuestion {
  /** A mail address; null: nobody is known to own these keys. */
  owner: string | null
  /** Organisation and key, as the actions take them. */
  keys: string[]
  subject: string
  text: string
  /** Why it cannot be sent from here, as a sentence; null = it can. */
  notSendable: string | null
}

export interface AskOwnerActions {
  show: FormAction<ShownQuestion[]>
  send: FormAction<unknown>
}

/** A message to each owner of these keys: to copy, or to send where that is possible. */
export function AskOwnerDialog({
  keys,
  actions,
  size = 'sm',
}: {
  keys: readonly string[]
  actions: AskOwnerActions
  size?: 'sm' | 'md'
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size={size}>{keys.length === 1 ? 'Ask the owner first' : 'Ask the owners first'}</Button>
      }
      title={keys.length === 1 ? 'Ask the owner first' : `Ask the owners of ${keys.length} keys first`}
      description="One message for each owner, with the numbers of their keys and without any secret."
    >
      <OwnerQuestions keys={keys} actions={actions} />
    </Dialog>
  )
}

/** What stands in it: one message an owner, inside a dialog that is open. */
export function OwnerQuestions({ keys, actions }: { keys: readonly string[]; actions: AskOwnerActions }) {
  const [ownWords, setOwnWords] = useState('')
  const outcome = useQuestions(keys, ownWords, actions.show)
  return (
    <div className="flex flex-col gap-4">
      <InputField
        label="In your own words"
        name="ownWords"
        dir="auto"
        maxLength={1000}
        hint="Optional; it stands in each message. Leave the field to see it there."
        onBlur={({ target }) => setOwnWords(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') setOwnWords(currentTarget.value)
        }}
      />
      {!outcome && <p role="status">Writing …</p>}
      {outcome && !outcome.ok && <Notice tone="error">{outcome.error}</Notice>}
      {outcome?.ok &&
        outcome.result.map((question) => (
          <Question
            key={`${question.owner} ${question.text}`}
            question={question}
            ownWords={ownWords}
            send={actions.send}
          />
        ))}
      <DialogActions>
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogActions>
    </div>
  )
}

function Question({
  question: { owner, keys, subject, text, notSendable },
  ownWords,
  send,
}: {
  question: ShownQuestion
  ownWords: string
  send: FormAction<unknown>
}) {
  const [isSent, setIsSent] = useState(false)
  const to = owner ?? 'Nobody known'
  return (
    <section aria-label={`To ${to}`} className="flex flex-col gap-2 border-t pt-3">
      <h3 className="font-medium wrap-anywhere">
        {to}{' '}
        <span className="text-ink-2 font-normal">
          · {keys.length === 1 ? '1 key' : `${keys.length} keys`}
        </span>
      </h3>
      <textarea
        readOnly
        aria-label={`Message to ${to}`}
        dir="auto"
        rows={Math.min(12, 7 + keys.length)}
        className="bg-sunk border-line-strong w-full rounded-md border p-2 text-sm"
        value={`${subject}\n\n${text}`}
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={`${subject}\n\n${text}`}>Copy the message</CopyButton>
        {isSent ? (
          <span role="status" className="self-center text-sm">
            Sent to {owner}.
          </span>
        ) : (
          owner !== null &&
          notSendable === null && (
            <ActionButton
              action={async (previous, form) => {
                for (const key of keys) form.append('keys', key)
                const sent = await send(previous, form)
                setIsSent(sent.ok)
                return sent
              }}
              values={{ owner, ownWords }}
              variant="primary"
              pendingText="Sending"
            >
              Send it by mail
            </ActionButton>
          )
        )}
      </div>
      {notSendable && <p className="text-ink-2 text-sm">{notSendable} The message can be copied.</p>}
    </section>
  )
}

/** The messages about these keys; null while they are asked for. */
function useQuestions(
  keys: readonly string[],
  ownWords: string,
  show: AskOwnerActions['show'],
): FormOutcome<ShownQuestion[]> | null {
  const [found, setFound] = useState<{ asked: string; outcome: FormOutcome<ShownQuestion[]> } | null>(null)
  const asked = JSON.stringify([keys, ownWords])
  useEffect(() => {
    let isWanted = true
    const [about, words] = JSON.parse(asked) as [string[], string]
    const form = new FormData()
    form.set('ownWords', words)
    for (const key of about) form.append('keys', key)
    show(null, form).then(
      (outcome) => isWanted && setFound({ asked, outcome }),
      () => isWanted && setFound({ asked, outcome: NO_ANSWER }),
    )
    return () => {
      isWanted = false
    }
  }, [asked, show])
  return found?.asked === asked ? found.outcome : null
}

const NO_ANSWER: FormOutcome<never> = {
  ok: false,
  error: 'Onebill did not answer. Close this and try again.',
  fieldErrors: {},
  values: {},
}
