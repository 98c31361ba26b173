import type { Decision } from '@/lib/domain/review'

/** What stands of a line, in the words of whoever looks. */
export interface ShownStanding {
  decision: Decision | null
  note: string | null
  /** Mail address, lower case. */
  assignee: string | null
  decidedBy: string | null
  /** "22 Nov 2026, 10:30 UTC" */
  decidedAt: string | null
  deactivatedAt: string | null
  /** Who said the last of it, whatever it was. */
  changedBy: string | null
  revision: number
}

/** What somebody wants to stand there. */
export interface Wish {
  decision: Decision | null
  note: string | null
  assignee: string | null
}

/** Why a wish does not stand: somebody was faster, or it did not get through. */
export type Problem = { kind: 'conflict'; wish: Wish } | { kind: 'failed'; wish: Wish; sentence: string }

export interface LineState {
  standing: ShownStanding
  /** What is being saved, the latest last; it is shown as if it stood. */
  saving: readonly Wish[]
  problem: Problem | null
}

export interface TaskState {
  /** Of the review, as last heard. */
  revision: number
  lines: ReadonlyMap<string, LineState>
}

export type TaskEvent =
  | { kind: 'wished'; line: string; wish: Wish }
  | { kind: 'saved'; line: string; standing: ShownStanding }
  | { kind: 'conflicted'; line: string; standing: ShownStanding; wish: Wish }
  | { kind: 'failed'; line: string; wish: Wish; sentence: string }
  | { kind: 'heard'; revision: number; standings: readonly { id: string; standing: ShownStanding }[] }
  | { kind: 'dropped'; line: string }

export function beginTask(
  revision: number,
  lines: readonly { id: string; standing: ShownStanding }[],
): TaskState {
  return {
    revision,
    lines: new Map(lines.map(({ id, standing }) => [id, { standing, saving: [], problem: null }])),
  }
}

/**
 * The next state of a review on this screen. What others said takes the place of what stood, unless a wish for that line
 * is under way: then its own answer tells how it stands. Lines that were carried here meanwhile come in beside the others. A wish that did not get through stays, to be said again.
 */
export function nextTask(task: TaskState, event: TaskEvent): TaskState {
  if (event.kind === 'heard') {
    const lines = new Map(task.lines)
    for (const { id, standing } of event.standings) {
      const line = lines.get(id)
      if (!line) lines.set(id, { standing, saving: [], problem: null })
      else if (line.saving.length === 0 && standing.revision > line.standing.revision)
        lines.set(id, { ...line, standing })
    }
    return { revision: Math.max(task.revision, event.revision), lines }
  }
  const line = task.lines.get(event.line)
  if (!line) return task
  return { ...task, lines: new Map(task.lines).set(event.line, nextLine(line, event)) }
}

function nextLine(line: LineState, event: Exclude<TaskEvent, { kind: 'heard' }>): LineState {
  const rest = line.saving.slice(1)
  switch (event.kind) {
    case 'wished':
      return { ...line, saving: [...line.saving, event.wish], problem: null }
    case 'saved':
      return { ...line, standing: newer(line.standing, event.standing), saving: rest }
    case 'conflicted':
      return {
        standing: newer(line.standing, event.standing),
        saving: [],
        problem: { kind: 'conflict', wish: line.saving.at(-1) ?? event.wish },
      }
    case 'failed':
      return {
        ...line,
        saving: [],
        problem: { kind: 'failed', wish: line.saving.at(-1) ?? event.wish, sentence: event.sentence },
      }
    case 'dropped':
      return { ...line, problem: null }
  }
}

function newer(one: ShownStanding, other: ShownStanding): ShownStanding {
  return other.revision >= one.revision ? other : one
}

/** As the screen shows it: what is being saved counts. */
export function shownOf({ standing, saving }: LineState): ShownStanding {
  const wish = saving.at(-1)
  if (!wish) return standing
  const isSame = wish.decision === standing.decision
  return { ...standing, ...wish, ...(!isSame && { decidedBy: null, decidedAt: null }) }
}

/** What was decided last on this screen, and what it took the place of. */
export interface LastDecision {
  line: string
  before: Decision | null
  decision: Decision
}

/** How a line stands once its decision is taken back: as before, where nobody said anything else since, or undecided. */
export function takenBackTo(
  last: LastDecision | null,
  line: string,
  { decision }: Pick<ShownStanding, 'decision'>,
): Decision | null {
  return last?.line === line && last.decision === decision ? last.before : null
}

export function isUndecided(line: LineState): boolean {
  return shownOf(line).decision === null
}

/** The next line to decide on after this one, from the top again at the end; null: none is left. */
export function nextUndecided(
  order: readonly string[],
  lines: TaskState['lines'],
  from: string | null,
): string | null {
  const start = from === null ? 0 : order.indexOf(from) + 1
  const round = [...order.slice(start), ...order.slice(0, start)]
  return (
    round.find((id) => {
      const line = lines.get(id)
      return id !== from && line !== undefined && isUndecided(line)
    }) ?? null
  )
}

/** What others said since, of lines nothing is under way for: as it stood on this screen, and as it stands. */
export function saidByOthers(
  task: TaskState,
  standings: readonly { id: string; standing: ShownStanding }[],
): { id: string; before: ShownStanding; now: ShownStanding }[] {
  return standings.flatMap(({ id, standing }) => {
    const line = task.lines.get(id)
    if (!line || line.saving.length > 0 || standing.revision <= line.standing.revision) return []
    return [{ id, before: line.standing, now: standing }]
  })
}
