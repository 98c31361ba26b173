import type { FigureWords } from './prepare-lines'

/**
 * What a cell of figures looks like stands once on the table: a page has hundreds of them, and each would carry its
 * classes twice, in the markup and in what the browser takes over from.
 */
export const FIGURE_TABLE =
  'figures [&_td]:h-9 [&_td]:px-3 [&_td]:text-right [&_td]:whitespace-nowrap [&_tbody_td]:border-b ' +
  '[&_td:first-child]:pl-0 [&_td:first-child]:text-left [&_td:last-child]:pr-0 [&_td:last-child]:text-left'

/** A cell with a figure, its exact value on hover; a gap is a dash, which is not zero. Made by call: no component per cell. */
export function figureCell(figure: FigureWords | null, key: string | number, className?: string) {
  if (!figure)
    return (
      <td key={key} className="text-ink-3">
        –
      </td>
    )
  const [whole, cents, title] = figure
  return (
    <td key={key} title={title} className={className}>
      {whole}
      {cents && <span className="text-ink-3">{cents}</span>}
    </td>
  )
}
