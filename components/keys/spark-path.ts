export const SPARK_WIDTH = 90
export const SPARK_HEIGHT = 22

/** Days as bars, the highest as high as there is room; a day that cost nothing is a gap, and no path where all did. */
export function sparkPath(amounts: readonly bigint[]): string | null {
  const most = amounts.reduce((a, b) => (a > b ? a : b), 0n)
  if (most <= 0n) return null
  const step = SPARK_WIDTH / amounts.length
  const bars = amounts.map((amount, index) => {
    if (amount <= 0n) return ''
    const height = Math.max(1, (Number((amount * 1000n) / most) / 1000) * SPARK_HEIGHT)
    return `M${round(index * step, 1)} ${SPARK_HEIGHT}v-${round(height, 1)}h${round(step - 0.6, 1)}v${round(height, 1)}z`
  })
  return bars.join('')
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
