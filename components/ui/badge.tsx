import type { ReactNode } from 'react'
import { classNames } from './class-names'

type Tone = 'neutral' | 'accent' | 'warn' | 'danger' | 'ok'

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunk text-ink-2 border-line',
  accent: 'bg-accent-soft text-accent border-transparent',
  warn: 'bg-warn-soft text-warn border-transparent',
  danger: 'bg-danger-soft text-danger border-transparent',
  ok: 'bg-ok-soft text-ok border-transparent',
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center rounded-full border px-2 text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
