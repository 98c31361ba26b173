export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

export function median(times: readonly number[]): number {
  return percentile(times, 50)
}

export function ms(time: number): string {
  return `${time.toFixed(1)} ms`
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The times of each work, in turn; see inTurn. */
export function timeInTurn(
  rounds: number,
  works: readonly (() => Promise<unknown>)[],
  unmeasured?: number,
): Promise<number[][]> {
  return inTurn(
    rounds,
    works.map((work) => () => timed(work)),
    unmeasured,
  )
}

/** What each measures, in turn so that whatever else the machine does meets all; the first rounds are not counted. */
export async function inTurn(
  rounds: number,
  measures: readonly (() => Promise<number>)[],
  unmeasured = 3,
): Promise<number[][]> {
  const times = measures.map((): number[] => [])
  for (let round = -unmeasured; round < rounds; round++)
    for (const [index, measure] of measures.entries()) {
      const time = await measure()
      if (round >= 0) times[index]?.push(time)
    }
  return times
}
