import type { Lane } from '@/lib/commands/alert-messages'
import { AT_ONCE, deliverLane, type Delivering, spreadNewNotices } from './deliver-alerts'

/** How long an end waits for what is under way; whatever it cuts off goes out again from elsewhere under the same id. */
const FINISH_MS = 3000

interface Task {
  done: Promise<void>
  /** Somebody asked again while this was ending. */
  again: boolean
}

interface AtWork extends Omit<Delivering, 'signal'> {
  stop: AbortController
  tasks: Map<string, Task>
  report: (error: unknown) => void
}

// One per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillAlerts?: AtWork }

export function startAlerts(given: Pick<AtWork, 'clock' | 'actor' | 'report'>): void {
  holder.onebillAlerts ??= { ...given, stop: new AbortController(), tasks: new Map() }
}

/**
 * Spreads what is new and sends what is due, in the background of this process; does nothing where alerts were not started. Mail
 * and calls to other servers run apart, and new notices are spread while either is at work, so that nothing slow holds up the rest.
 */
export function wakeAlerts(): void {
  const work = holder.onebillAlerts
  if (!work || work.stop.signal.aborted) return
  const { clock, actor, stop } = work
  const delivering = { clock, actor, signal: stop.signal }
  // Mostly nothing is due: another helps only where one has found something.
  const begin = (lane: Lane, worker: number) => {
    if (worker > AT_ONCE[lane]) return
    run(work, `${lane} ${worker}`, () => deliverLane(lane, delivering, () => begin(lane, worker + 1)))
  }
  run(work, 'spread', async () => {
    try {
      await spreadNewNotices(clock())
    } finally {
      for (const lane of ['mail', 'calls'] as const) begin(lane, 1)
    }
  })
}

/** Resolves when nothing of this process is under way any more, or after three seconds. */
export async function stopAlerts(): Promise<void> {
  const work = holder.onebillAlerts
  if (!work) return
  delete holder.onebillAlerts
  work.stop.abort()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FINISH_MS)
  })
  await Promise.race([Promise.all([...work.tasks.values()].map(({ done }) => done)), late])
  clearTimeout(timer)
}

/** One task of a name at a time; asked for meanwhile, it runs once more. */
function run(work: AtWork, name: string, task: () => Promise<void>): void {
  const running = work.tasks.get(name)
  if (running) {
    running.again = true
    return
  }
  if (work.stop.signal.aborted) return
  const started: Task = { again: false, done: Promise.resolve() }
  work.tasks.set(name, started)
  started.done = task()
    .catch(work.report)
    .finally(() => {
      work.tasks.delete(name)
      if (started.again) run(work, name, task)
    })
}
