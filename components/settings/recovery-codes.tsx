import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { CopyButton } from './copy-button'

/** Shown once. Whoever loses their phone signs in with one of these. */
export function RecoveryCodes({ codes, doneHref }: { codes: string[]; doneHref: string }) {
  return (
    <Notice tone="success" title="Two-factor is on. Keep these recovery codes.">
      <p>
        Each signs you in once when you do not have your phone. Print them or put them into your password
        manager: they are shown this once.
      </p>
      <ul className="text-ink mt-3 grid grid-cols-1 gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <CopyButton text={codes.join('\n')} label="Copy the recovery codes" />
        <ButtonLink size="sm" href={doneHref}>
          I have kept them
        </ButtonLink>
      </div>
    </Notice>
  )
}
