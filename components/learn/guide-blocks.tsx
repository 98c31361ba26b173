import { CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Table, Td, Th } from '@/components/ui/table'
import type { GuideBlock } from '@/lib/domain/guides/guide'
import { InlineText } from './inline-text'

export function GuideBlocks({ blocks, isGuest }: { blocks: readonly GuideBlock[]; isGuest: boolean }) {
  const write = (text: string): ReactNode => <InlineText text={text} isGuest={isGuest} />
  return (
    <div className="flex flex-col gap-4">
      {blocks.map((block, index) => (
        <Block key={index} block={block} write={write} />
      ))}
    </div>
  )
}

function Block({ block, write }: { block: GuideBlock; write: (text: string) => ReactNode }) {
  switch (block.kind) {
    case 'heading':
      return <h2 className="mt-2 text-lg font-semibold">{block.text}</h2>
    case 'text':
      return <p className="max-w-prose">{write(block.text)}</p>
    case 'list':
      return (
        <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5">
          {block.items.map((item) => (
            <li key={item}>{write(item)}</li>
          ))}
        </ul>
      )
    case 'steps':
      return (
        <ol className="flex max-w-prose list-decimal flex-col gap-1.5 pl-5">
          {block.items.map((item) => (
            <li key={item}>{write(item)}</li>
          ))}
        </ol>
      )
    case 'commands':
      return <Commands {...block} />
    case 'table':
      return (
        <Table label={block.label}>
          <thead>
            <tr>
              {block.head.map((head, column) => (
                <Th key={head} numeric={column >= block.words}>
                  {head}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row.join('|')}>
                {row.map((cell, column) => (
                  <Td key={column} numeric={column >= block.words} className="py-1.5">
                    {write(cell)}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )
    case 'example':
      return <Example block={block} write={write} />
    case 'cases':
      return (
        <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5">
          {block.items.map(({ what, source }) => (
            <li key={what}>
              {what} <span className="text-ink-3 text-sm">({source})</span>
            </li>
          ))}
        </ul>
      )
    case 'doubt':
      return (
        <div className="bg-sunk flex max-w-prose gap-3 rounded-md p-3">
          <CircleHelp aria-hidden className="text-ink-2 mt-0.5 size-4 shrink-0" />
          <p className="text-ink-2 text-sm">
            <span className="text-ink font-medium">Not certain.</span> {write(block.text)}
          </p>
        </div>
      )
  }
}

function Commands({ where, lines }: { where: string; lines: string[] }) {
  const text = lines.join('\n')
  return (
    <div className="rounded-md border">
      <div className="flex items-center justify-between gap-2 border-b px-3 py-1">
        <p className="text-ink-2 text-sm">{where}</p>
        <div className="flex shrink-0 [&>span:not(:empty)]:ml-2">
          <CopyButton text={text} />
        </div>
      </div>
      <pre tabIndex={0} aria-label={where} className="overflow-x-auto px-3 py-2 font-mono text-sm leading-6">
        {text}
      </pre>
    </div>
  )
}

function Example({
  block: { title, lines, result },
  write,
}: {
  block: Extract<GuideBlock, { kind: 'example' }>
  write: (text: string) => ReactNode
}) {
  return (
    <figure className="max-w-prose rounded-md border p-3">
      <figcaption className="text-sm font-semibold">{write(title)}</figcaption>
      <dl className="mt-2 flex flex-col">
        {lines.map(({ what, amount }) => (
          <div key={what} className="flex items-baseline justify-between gap-4 border-b py-1 last:border-b-0">
            <dt className="min-w-0">{write(what)}</dt>
            <dd className="figures whitespace-nowrap">{amount}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 font-medium">{write(result)}</p>
    </figure>
  )
}
