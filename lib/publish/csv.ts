import { spreadsheetCell } from '@/lib/format'

/** One record (RFC 4180, CRLF included), quoted where needed, harmless in a spreadsheet. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = spreadsheetCell(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
