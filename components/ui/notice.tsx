import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

type Tone = 'info' | 'success' | 'warning' | 'error'

const TONES = {
  info: { icon: Info, box: 'bg-sunk', mark: 'text-ink-2' },
  success: { icon: CircleCheck, box: 'bg-ok-soft', mark: 'text-ok' },
  warning: { icon: TriangleAlert, box: 'bg-warn-soft', mark: 'text-warn' },
  error: { icon: CircleAlert, box: 'bg-danger-soft', mark: 'text-danger' },
} as const

/** A sentence that matters here and now. Errors are announced. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
}: {
  tone?: Tone
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  const { icon: Icon, box, mark } = TONES[tone]
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={classNames('flex gap-3 rounded-md p-3', box)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-ink-2 text-sm">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
