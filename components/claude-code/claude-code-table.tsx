import { Badge } from '@/components/ui/badge'
import { Money } from '@/components/ui/money'
import { More } from '@/components/ui/more'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import { COUNT_COLUMNS, type ClaudeCodeLine } from './prepare-claude-code'
import type { UsdParts } from '@/lib/format'

export function ClaudeCodeTable({
  lines,
  estimated,
}: {
  lines: readonly ClaudeCodeLine[]
  estimated: UsdParts
}) {
  return (
    <Table label="Claude Code by person or key">
      <thead>
        <tr>
          <Th>Who</Th>
          <Th>
            <Term of="pool">Paid by</Term>
          </Th>
          <Th>Terminal</Th>
          {COUNT_COLUMNS.map((name) => (
            <Th key={name} numeric>
              {name}
            </Th>
          ))}
          <Th numeric>
            <Term of="estimated">Estimated</Term>
          </Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} className="align-top">
            <Td className="max-w-64 py-2">
              <span className="block truncate" title={line.who}>
                {line.who}
              </span>
              {line.whoNote && <span className="text-ink-3 block text-xs">{line.whoNote}</span>}
              {line.models.length > 0 && <Models line={line} />}
            </Td>
            <Td className="py-2">
              <span title={line.payer.explanation}>
                <Badge tone={line.payer.isPlan ? 'neutral' : 'accent'}>{line.payer.words}</Badge>
              </span>
            </Td>
            <Td className="py-2 whitespace-nowrap">{line.terminal}</Td>
            {line.counts.map(({ text, title }, index) => (
              <Td key={index} numeric className="py-2" title={title}>
                {text}
              </Td>
            ))}
            <Td numeric className="py-2">
              <Money parts={line.estimated} />
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <Td colSpan={3 + COUNT_COLUMNS.length}>Estimated in total</Td>
          <Td numeric>
            <Money parts={estimated} />
          </Td>
        </tr>
      </tfoot>
    </Table>
  )
}

function Models({ line }: { line: ClaudeCodeLine }) {
  return (
    <More
      summary={`${line.models.length} model${line.models.length === 1 ? '' : 's'}`}
      label={`Models of ${line.who} in ${line.terminal}`}
    >
      <ul className="flex flex-col gap-1 text-sm">
        {line.models.map(({ model, tokens, title, estimated }) => (
          <li key={model} className="flex flex-wrap justify-between gap-x-3">
            <span className="font-mono text-xs wrap-anywhere">{model}</span>
            <span className="figures text-ink-2" title={title}>
              {tokens} tokens, <Money parts={estimated} />
            </span>
          </li>
        ))}
      </ul>
    </More>
  )
}
