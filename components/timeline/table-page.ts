/** Lines of a table on one page: a month of days, two days of hours. */
const LINES_PER_PAGE = 48

export interface TablePage<Line> {
  lines: Line[]
  /** From 1; the last one where a later one is asked for. */
  page: number
  pages: number
  /** The first and last line on it, from 1, and how many there are. */
  first: number
  last: number
  of: number
}

export function pageOf<Line>(all: readonly Line[], asked: number): TablePage<Line> {
  const pages = Math.max(1, Math.ceil(all.length / LINES_PER_PAGE))
  const page = Math.min(Math.max(1, asked), pages)
  const before = (page - 1) * LINES_PER_PAGE
  const lines = all.slice(before, before + LINES_PER_PAGE)
  return { lines, page, pages, first: before + 1, last: before + lines.length, of: all.length }
}
