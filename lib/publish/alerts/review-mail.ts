import type { ReviewDigest } from '@/lib/domain/review-digest'
import { toldText } from '../told-text'
import type { AlertMail } from './alert-mail'
import { reviewHtml } from './review-html'
import { pageUrl } from './told-alert'
import { NOT_KNOWN, toldDigest, type ToldDigest } from './told-digest'

const DECIDE = 'Decide on it in Onebill'
const STOP = 'Which mail you get, and how to stop it'

/** A closed period by mail: as text, and the same as HTML that loads nothing. */
export function reviewMail(title: string, digest: ReviewDigest): AlertMail {
  const told = toldDigest(digest)
  const stop = { words: STOP, url: pageUrl('/settings/alerts') }
  return {
    subject: toldText(title),
    text: asText(told, stop),
    html: reviewHtml(told, { decide: DECIDE, stop }),
  }
}

function asText(told: ToldDigest, stop: { words: string; url: string }): string {
  const { name, total, change, reason, caveat, open, sections, past, url, note } = told
  const parts = [
    name,
    [total, change, reason, caveat].filter((line) => line !== null).join('\n'),
    `${open}\n${DECIDE}:\n${url}`,
    tableAsText(told),
    ...sections.map(({ title, sentences }) =>
      [`== ${title} ==`, ...sentences.map((sentence) => `- ${sentence}`)].join('\n'),
    ),
    ...(past.length > 0 ? [`== The review before ==\n${past.join(' ')}`] : []),
    note,
    `${stop.words}:\n${stop.url}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function tableAsText({ columns, rows }: ToldDigest): string {
  const cells = [
    ['', columns.now, columns.before, columns.change],
    ...rows.map(({ label, now, before, change }) => [label, now, before ?? NOT_KNOWN, change ?? NOT_KNOWN]),
  ]
  const width = (column: number) => Math.max(...cells.map((row) => (row[column] ?? '').length))
  const widths = [0, 1, 2, 3].map(width)
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}
