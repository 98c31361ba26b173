import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

/**
 * Scrolls sideways on its own where the page is narrower than the table; what is positioned in a cell, such as words for
 * screen readers alone, scrolls along instead of widening the page.
 */
export function Table({
  children,
  label,
  className,
}: {
  children: ReactNode
  label: string
  className?: string
}) {
  return (
    <div
      className="@container relative overflow-x-auto print:overflow-visible"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table
        className={classNames(
          'w-full border-collapse text-base [&>tbody:last-child>tr:last-child>*]:border-b-0',
          className,
        )}
      >
        {children}
      </table>
    </div>
  )
}

interface Cell {
  /** Right-aligned tabular figures. */
  numeric?: boolean
}

export function Th({ numeric, className, scope = 'col', ...rest }: ComponentProps<'th'> & Cell) {
  return (
    <th
      scope={scope}
      className={classNames(
        'text-ink-2 h-9 border-b px-3 text-xs font-medium whitespace-nowrap first:pl-0 last:pr-0',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}

export function Td({ numeric, className, ...rest }: ComponentProps<'td'> & Cell) {
  return (
    <td
      className={classNames(
        'h-9 border-b px-3 first:pl-0 last:pr-0',
        numeric ? 'figures text-right whitespace-nowrap' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}
