import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { classNames } from '@/components/ui/class-names'
import { SEVERITY_WORDS } from '@/lib/domain/findings/finding-standing'
import type { Severity } from '@/lib/domain/findings/finding'

const MARKS = {
  high: { icon: OctagonAlert, look: 'text-danger' },
  medium: { icon: TriangleAlert, look: 'text-warn' },
  low: { icon: Info, look: 'text-ink-2' },
} as const

/** How bad it is: a shape, a word and a colour. Dimmed where it is dealt with. */
export function SeverityMark({ severity, dim = false }: { severity: Severity; dim?: boolean }) {
  const { icon: Icon, look } = MARKS[severity]
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', dim ? 'text-ink-3' : look)}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="font-medium">{SEVERITY_WORDS[severity]}</span>
    </span>
  )
}
