import type { Pool } from '@/lib/domain/timeline-request'

/** The colour of a series; an API credit is a hatched outline. */
export function Swatch({ color, pool }: { color: string; pool: Pool }) {
  const credit = pool === 'api_credit'
  return (
    <span
      aria-hidden
      className="mr-2 inline-block size-2.5 shrink-0 rounded-[3px]"
      style={
        credit
          ? {
              border: `1px solid ${color}`,
              backgroundImage: `repeating-linear-gradient(45deg, ${color} 0 1px, transparent 1px 3px)`,
            }
          : { background: color }
      }
    />
  )
}
