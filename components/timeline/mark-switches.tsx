import Link from 'next/link'
import { classNames } from '@/components/ui/class-names'
import { MarkShape } from './mark-shape'
import type { markSwitches } from './prepare-marks'

/** Which notes and events stand on the chart, each switched by itself; the address holds it. */
export function MarkSwitches({ switches }: { switches: ReturnType<typeof markSwitches> }) {
  return (
    <nav aria-label="Marks on the chart" className="flex max-w-full flex-wrap gap-1.5">
      {switches.map(({ kind, label, on, href }) => (
        <Link
          key={kind}
          href={href}
          prefetch={false}
          scroll={false}
          className={classNames(
            'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm whitespace-nowrap',
            on
              ? 'border-line-strong bg-raised text-ink font-medium'
              : 'text-ink-3 hover:text-ink border-dashed',
          )}
        >
          <MarkShape kind={kind} />
          {label}
          <span className="sr-only">{on ? ' (shown, hide)' : ' (hidden, show)'}</span>
        </Link>
      ))}
    </nav>
  )
}
