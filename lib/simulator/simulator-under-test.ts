import Anthropic from '@anthropic-ai/sdk'
import { onTestFinished } from 'vitest'
import { createRandomWorld, type RandomWorldOptions } from './random-world'
import { type Simulator, type SimulatorOptions, startSimulator } from './start-simulator'

export const NOW = new Date('2026-11-22T11:20:30Z')

/** On a small random world unless a story or a world is named. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = options.story ? {} : { world: randomWorld({ rows: 80 }) }
  const simulator = await startSimulator({ clock: () => NOW, ...world, ...options })
  onTestFinished(() => simulator.close())
  return simulator
}

export function randomWorld(options: Partial<RandomWorldOptions> = {}) {
  return createRandomWorld({ seed: 1, now: NOW, ...options })
}

export function clientOf(simulator: Simulator, apiKey = simulator.adminKey): Anthropic {
  return new Anthropic({ apiKey, baseURL: simulator.url, maxRetries: 0 })
}

/** Fractional cents as nano-dollars, read digit by digit. */
export function nanoOf(cents: string): bigint {
  const parts = /^(-?\d+)(?:\.(\d{1,7}))?$/.exec(cents)
  if (!parts) throw new RangeError(`${cents} is no amount of cents.`)
  return BigInt(parts[1] ?? '') * 10_000_000n + BigInt((parts[2] ?? '').padEnd(7, '0'))
}

export async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of pages) items.push(item)
  return items
}

/** What a rejected promise was rejected with. */
export async function refusalOf(promise: Promise<unknown>): Promise<InstanceType<typeof Anthropic.APIError>> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(outcome instanceof Anthropic.APIError)) throw new Error(`No API error but ${String(outcome)}`)
  return outcome
}
