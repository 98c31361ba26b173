import { carriesOver } from '@/lib/domain/review'
import { shownOf, type LineState } from './task-state'

/** What a signature covers, in sentences: what is decided, what stays open and where it goes. */
export function signFacts(lines: readonly LineState[], goesTo: string): string[] {
  if (lines.length === 0) return ['There was nothing to decide. The figures are signed as they are.']
  const shown = lines.map(shownOf)
  const decided = shown.filter(({ decision }) => decision !== null).length
  const carried = shown.filter(({ decision, deactivatedAt }) =>
    carriesOver({ decision, deactivatedAt: deactivatedAt === null ? null : new Date(0) }),
  )
  const open = carried.filter(({ decision }) => decision === null).length
  const later = carried.filter(({ decision }) => decision === 'later').length
  const undone = carried.filter(({ decision }) => decision === 'deactivate').length
  const again = `asked again in ${goesTo}`
  return [
    decided === lines.length
      ? lines.length === 1
        ? 'The one line is decided.'
        : `All ${lines.length} lines are decided.`
      : `${decided} of ${count(lines.length, 'line')} ${decided === 1 ? 'is' : 'are'} decided.`,
    ...(open > 0 ? [`${count(open, 'line')} ${open === 1 ? 'stays' : 'stay'} open, ${again}.`] : []),
    ...(later > 0 ? [`${count(later, 'line')} put off until later, ${again}.`] : []),
    ...(undone > 0
      ? [
          `${count(undone, 'key')} to be deactivated that ${undone === 1 ? 'is' : 'are'} still active, ${again}.`,
        ]
      : []),
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
