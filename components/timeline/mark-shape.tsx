import type { MarkKind } from '@/lib/domain/timeline-mark'

/** One shape a kind, so that nothing hangs on colour. */
const SHAPES: Record<MarkKind, { path: string; color: string; filled: boolean }> = {
  note: { path: 'M2 2h8v6l-3 3H2z', color: 'var(--accent)', filled: true },
  finding: { path: 'M6 1l5.5 10h-11z', color: 'var(--warn)', filled: true },
  budget: { path: 'M6 .8 11.2 6 6 11.2.8 6z', color: 'var(--danger)', filled: true },
  price: { path: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9', color: 'var(--ink-2)', filled: false },
  plan: { path: 'M1.5 1.5h9v9h-9z', color: 'var(--plan)', filled: false },
  key: { path: 'M6 1v10M1 6h10', color: 'var(--api)', filled: false },
}

export function MarkShape({ kind }: { kind: MarkKind }) {
  const { path, color, filled } = SHAPES[kind]
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="inline-block size-3 shrink-0">
      <path d={path} fill={filled ? color : 'none'} stroke={color} strokeWidth={filled ? 0 : 2} />
    </svg>
  )
}
