import Link from 'next/link'
import type { TablePage } from './table-page'

/** "1–48 of 200", with the ways to the other pages. Nothing where one page is all. */
export function TablePager({
  label,
  page: { page, pages, first, last, of },
  hrefOf,
}: {
  label: string
  page: Omit<TablePage<unknown>, 'lines'>
  hrefOf: (page: number) => string
}) {
  if (pages === 1) return null
  const to = (other: number, words: string) =>
    other < 1 || other > pages ? (
      <span className="text-ink-3">{words}</span>
    ) : (
      <Link href={hrefOf(other)} prefetch={false} scroll={false} className="text-accent underline">
        {words}
      </Link>
    )
  return (
    <nav aria-label={label} className="text-ink-2 no-print mt-3 flex items-center justify-end gap-4 text-sm">
      <span className="figures">
        {first}–{last} of {of}
      </span>
      {to(page - 1, 'Previous')}
      {to(page + 1, 'Next')}
    </nav>
  )
}
