import { SPARK_HEIGHT, SPARK_WIDTH } from './spark-path'

/** Thirty days as small bars; `path` as sparkPath made it. */
export function Sparkline({ path, label }: { path: string | null; label: string }) {
  if (path === null) return <span className="text-ink-3">–</span>
  return (
    <svg
      role="img"
      aria-label={label}
      width={SPARK_WIDTH}
      height={SPARK_HEIGHT}
      viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
      className="text-api inline-block align-middle"
    >
      <path d={path} fill="currentColor" />
    </svg>
  )
}
