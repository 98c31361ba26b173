const WIDTH = 90
const HEIGHT = 22

/** Thirty days as bars, the highest as high as there is room; a day that cost nothing is a gap. Drawn on the server. */
export function Sparkline({ amounts, label }: { amounts: readonly bigint[]; label: string }) {
  const most = amounts.reduce((a, b) => (a > b ? a : b), 0n)
  const step = WIDTH / Math.max(1, amounts.length)
  if (most <= 0n) return <span className="text-ink-3">–</span>
  const bars = amounts.map((amount, index) => {
    if (amount <= 0n) return ''
    const height = Math.max(1, (Number((amount * 1000n) / most) / 1000) * HEIGHT)
    return `M${round(index * step)} ${HEIGHT}v-${round(height)}h${round(step - 0.6)}v${round(height)}z`
  })
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="text-api inline-block align-middle"
    >
      <path d={bars.join('')} fill="currentColor" />
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
