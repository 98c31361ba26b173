import { Table, Td, Th } from '@/components/ui/table'
import {
  assignmentOn,
  assignmentWords,
  FIELD_WORDS,
  type AssignedFrom,
  type Assignment,
  type AssignmentField,
} from '@/lib/domain/key-assignment'
import type { Day } from '@/lib/domain/day'

const MOST_SHOWN = 200

interface Outcome {
  key: {
    organizationId: string
    id: string
    name: string
    organizationName: string
    workspaceName: string | null
    assigned: readonly AssignedFrom[]
  }
  change: object | null
  assigned: readonly AssignedFrom[]
  kept: readonly AssignmentField[]
  outranked: readonly AssignmentField[]
}

/** Every key a rule catches, with what it would change of each today, and why it would not. Those that change come first. */
export function RulePreview({ outcomes, today }: { outcomes: readonly Outcome[]; today: Day }) {
  const sorted = [...outcomes].sort((a, b) => Number(a.change === null) - Number(b.change === null))
  return (
    <>
      <Table label="Keys the rule catches">
        <thead>
          <tr>
            <Th>Key</Th>
            <Th>Workspace</Th>
            <Th>Today</Th>
            <Th>With the rule</Th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_SHOWN).map((outcome) => (
            <Line key={`${outcome.key.organizationId} ${outcome.key.id}`} outcome={outcome} today={today} />
          ))}
        </tbody>
      </Table>
      {sorted.length > MOST_SHOWN && (
        <p className="text-ink-3 mt-2 text-sm">
          The first {MOST_SHOWN} of {sorted.length} are shown; all of them are meant.
        </p>
      )}
    </>
  )
}

function Line({ outcome, today }: { outcome: Outcome; today: Day }) {
  const { key, change, assigned, kept, outranked } = outcome
  const { before, after } = assignmentWords(assignmentOn(key.assigned, today), assignmentOn(assigned, today))
  const notes = [
    kept.length > 0 && `${listWords(kept)}: kept, a person said so`,
    outranked.length > 0 && `${listWords(outranked)}: left to a rule before it`,
    change === null && kept.length === 0 && outranked.length === 0 && 'holds already',
    change !== null && Object.keys(after).length === 0 && 'changes other days than today',
  ].filter(Boolean)
  return (
    <tr className={change === null ? 'text-ink-3 align-top' : 'align-top'}>
      <Td className="max-w-64 py-2">
        <span className="block truncate font-medium" dir="auto" title={key.name}>
          {key.name.trim() || '(no name)'}
        </span>
        <span className="text-ink-3 block truncate font-mono text-xs">{key.id}</span>
      </Td>
      <Td className="max-w-40 truncate py-2" title={key.organizationName}>
        {key.workspaceName ?? 'Whole organisation'}
      </Td>
      <Td className="max-w-48 py-2 wrap-anywhere">{lineWords(before)}</Td>
      <Td className="max-w-64 py-2 wrap-anywhere">
        {lineWords(after)}
        {notes.length > 0 && <span className="text-ink-3 block text-xs">{notes.join('; ')}</span>}
      </Td>
    </tr>
  )
}

function listWords(fields: readonly AssignmentField[]): string {
  return fields.map((field) => FIELD_WORDS[field]).join(', ')
}

function lineWords(words: Record<string, string | null>): string {
  const said = Object.entries(words).map(([field, value]) => `${field}: ${value ?? 'not said'}`)
  return said.join(' · ') || '–'
}

/** "owner: ada@example.com · tags: ci, batch" */
export function ruleWords(rule: Assignment): string {
  return lineWords(
    assignmentWords(
      { ownerEmail: null, purpose: null, application: null, environment: null, costCentre: null, tags: [] },
      rule,
    ).after,
  )
}
