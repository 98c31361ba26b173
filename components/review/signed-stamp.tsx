import { CircleCheck } from 'lucide-react'
import { ActionButton } from '@/components/ui/action-button'
import type { FormAction } from '@/components/ui/form-outcome'
import type { Review } from '@/lib/domain/review'
import { decidedSentence, durationWords } from '@/lib/domain/review-words'
import { formatInstant } from '@/lib/format'

/** Who signed, when, and what was decided by then. */
export function SignedStamp({
  review: { signedBy, signedAt, signNote, tookMs, lines },
  zone,
  reopen,
  values,
}: {
  review: Review
  zone: string | undefined
  /** Null: the viewer may not. */
  reopen: FormAction<unknown> | null
  values: Record<string, string>
}) {
  return (
    <section
      aria-label="Signature"
      className="border-ok bg-ok-soft flex flex-wrap items-center justify-between gap-3 rounded-md border p-4"
    >
      <div className="flex min-w-0 gap-3">
        <CircleCheck aria-hidden className="text-ok mt-0.5 size-5 shrink-0" />
        <div className="min-w-0 wrap-anywhere">
          <p className="font-semibold" dir="auto">
            Signed by {signedBy ?? 'somebody'}
            {signedAt && `, ${formatInstant(signedAt, zone)}`}
          </p>
          <p className="text-ink-2">
            {decidedSentence(lines)}
            {tookMs !== null && ` It took ${durationWords(tookMs)}.`}
          </p>
          {signNote && <p dir="auto">“{signNote}”</p>}
        </div>
      </div>
      {reopen && (
        <ActionButton action={reopen} values={values} pendingText="Reopening">
          Reopen
        </ActionButton>
      )}
    </section>
  )
}
