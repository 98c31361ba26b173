import type { ReactNode } from 'react'
import { Table, Td, Th } from '@/components/ui/table'
import type { Day } from '@/lib/domain/day'
import { SINCE_ALWAYS, type Assignment } from '@/lib/domain/key-assignment'
import { formatDay } from '@/lib/format'
import { ruleWords } from './rule-preview'

interface Rule extends Assignment {
  id: string
  pattern: string
  organizationName: string | null
  workspaceName: string | null
  effectiveOn: Day
  createdBy: string
  caught: number
}

/** Rules in the order they hold; `actionsOf`: what can be done with one. */
export function RuleTable({
  rules,
  actionsOf,
}: {
  rules: readonly Rule[]
  actionsOf: (rule: Rule) => ReactNode
}) {
  return (
    <Table label="Rules">
      <thead>
        <tr>
          <Th numeric>Order</Th>
          <Th>Name like</Th>
          <Th>In</Th>
          <Th>Says</Th>
          <Th>Holds</Th>
          <Th numeric>Catches</Th>
          <Th>By</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, index) => (
          <tr key={rule.id} className="align-top">
            <Td numeric className="py-2">
              {index + 1}
            </Td>
            <Td className="max-w-48 py-2 font-mono wrap-anywhere" dir="auto">
              {rule.pattern}
            </Td>
            <Td className="max-w-40 py-2 wrap-anywhere">
              {[rule.workspaceName, rule.organizationName].filter(Boolean).join(' · ') || 'every workspace'}
            </Td>
            <Td className="max-w-72 min-w-40 py-2 wrap-anywhere" dir="auto">
              {ruleWords(rule)}
            </Td>
            <Td className="py-2 whitespace-nowrap">
              {rule.effectiveOn === SINCE_ALWAYS ? 'since always' : `from ${formatDay(rule.effectiveOn)} on`}
            </Td>
            <Td numeric className="py-2">
              {rule.caught} key{rule.caught === 1 ? '' : 's'}
            </Td>
            <Td className="max-w-40 py-2 wrap-anywhere">{rule.createdBy}</Td>
            <Td className="py-1.5 text-right whitespace-nowrap">{actionsOf(rule)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
