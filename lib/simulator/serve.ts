import { parseArgs } from 'node:util'
import { startSimulator } from './start-simulator'
import { STORY_NAMES } from './stories/tell-story'

const USAGE = `npx tsx lib/simulator/serve.ts [--story ${STORY_NAMES.join('|')}] [--port N] [--seed S] [--now ISO] [--lag MINUTES] [--legacy] [--control]`

async function serve(): Promise<void> {
  const { values } = parseArgs({
    options: {
      story: { type: 'string', default: 'team' },
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      now: { type: 'string' },
      lag: { type: 'string', default: '0' },
      legacy: { type: 'boolean', default: false },
      control: { type: 'boolean', default: false },
    },
  })
  const story = STORY_NAMES.find((name) => name === values.story)
  if (!story) throw new RangeError(`--story is one of ${STORY_NAMES.join(', ')}.`)
  const now = values.now === undefined ? undefined : new Date(values.now)
  if (now && Number.isNaN(now.getTime()))
    throw new RangeError('--now is an instant such as 2026-11-22T12:00:00Z.')
  const simulator = await startSimulator({
    story,
    seed: values.seed,
    port: wholeNumber('port', values.port, 65535),
    refreshLagMinutes: wholeNumber('lag', values.lag, 60 * 24 * 30),
    source: values.legacy ? 'legacy-only' : 'analytics',
    control: values.control,
    ...(now ? { clock: () => now } : {}),
  })
  const { url, adminKey, organizationId } = simulator
  process.stdout.write(`${JSON.stringify({ url, adminKey, organizationId })}\n`)

  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    process.stdin.destroy()
    simulator.close().catch((error: unknown) => fail(error))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdin.once('end', stop)
  process.stdin.once('close', stop)
  process.stdin.resume()
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new RangeError(`--${name} is a whole number from 0 to ${max}.`)
  }
  return value
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
  process.exitCode = 1
}

serve().catch(fail)
