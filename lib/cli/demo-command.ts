import { setTimeout as delay } from 'node:timers/promises'
import { systemActor } from '@/lib/auth/system-actor'
import { DEFAULT_STORY, DEMO_STORIES, isStoryName } from '@/lib/demo/demo-stories'
import { clearDemo, loadDemo } from '@/lib/demo/load-demo'
import { publicUrl } from '@/lib/env'
import { demoState } from '@/lib/queries/demo'
import { parseOptions, UsageError, type Command, type Terminal } from './command'
import { requireMatchingKey } from './require-matching-key'

const usage = 'demo load [--story NAME] | demo clear'
const LOOK_EVERY_MS = 250

export const demoCommand: Command = {
  usage,
  summary:
    'Tells a demo organisation in place of the one told so far, or removes it. Your own data stays apart.',
  async run([verb, ...args], terminal, now) {
    if (verb === 'load') await load(args, terminal, now)
    else if (verb === 'clear') await clear(args, terminal, now)
    else throw new UsageError(`demo can load and clear. Usage: ${usage}`)
  },
}

async function load(args: string[], terminal: Terminal, now: () => Date): Promise<void> {
  const { story = DEFAULT_STORY } = parseOptions(args, { story: { type: 'string' } }, usage)
  if (!isStoryName(story))
    throw new UsageError(`--story must be one of ${DEMO_STORIES.map(({ name }) => name).join(', ')}.`)
  await requireMatchingKey(now())
  const actor = systemActor('command line')
  const loading = loadDemo(actor, story, now())
  let isOver = false
  const over = loading.catch(() => {}).finally(() => (isOver = true))
  while (!isOver) {
    await Promise.race([over, delay(LOOK_EVERY_MS)])
    const { run } = await demoState(actor)
    if (!isOver && run) terminal.progress(`Telling: ${run.daysDone} of ${run.daysTotal} days …`)
  }
  await loading
  const { company, run } = await demoState(actor)
  const counts = run ? `: ${run.daysDone} days, ${run.rows} rows` : ''
  terminal.out(`Told ${company}${counts}. See it at ${publicUrl()}/?data=demo.`)
}

async function clear(args: string[], terminal: Terminal, now: () => Date): Promise<void> {
  parseOptions(args, {}, usage)
  await requireMatchingKey(now())
  const wasThere = await clearDemo(systemActor('command line'), now())
  terminal.out(wasThere ? 'The demo is removed; nothing else was changed.' : 'There is no demo to remove.')
}
