import type { ReviewDigest } from '@/lib/domain/review-digest'
import { toldText } from '../told-text'
import { escaped } from './slack-message'
import { NOT_KNOWN, toldDigest, type ToldDigest } from './told-digest'

/** Slack takes 150 characters in a header, 3,000 in a text, ten fields in a section. */
const MOST_HEADER = 149
const MOST_TEXT = 2900
const MOST_FIELDS = 10

/** A closed period as Slack's payload for an incoming webhook: blocks, and the same in a few words for notifications. */
export function reviewSlack(title: string, digest: ReviewDigest): string {
  const told = toldDigest(digest)
  const { name, total, change, reason, caveat, open, rows, sections, past, url, note } = told
  const head = [change, reason, caveat].filter((text) => text !== null).map(escaped)
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: toldText(name, MOST_HEADER), emoji: false } },
    section([`*${escaped(total)}*`, ...head]),
    section([escaped(open), `*<${escaped(url)}|Decide on it in Onebill>*`]),
    { type: 'section', fields: rows.slice(0, MOST_FIELDS).map((row) => written(figure(row, told))) },
    ...sections.map(({ title: words, sentences }) =>
      section([`*${escaped(words)}*`, ...sentences.map((sentence) => `• ${escaped(sentence)}`)]),
    ),
    ...(past.length > 0 ? [section(['*The review before*', ...past.map(escaped)])] : []),
    { type: 'context', elements: [written(escaped(note))] },
  ]
  return JSON.stringify({ text: escaped(toldText(title)), blocks })
}

/** Side by side, because Slack has no tables. */
function figure({ label, now, before, change }: ToldDigest['rows'][number], { columns }: ToldDigest): string {
  const lines = [`${columns.before}: ${before ?? NOT_KNOWN}`, `${columns.change}: ${change ?? NOT_KNOWN}`]
  return `*${escaped(label)}: ${escaped(now)}*\n${lines.map(escaped).join('\n')}`
}

/** Whole lines, as many as there is room for. */
function section(lines: readonly string[]) {
  let text = ''
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`
    if (longer.length > MOST_TEXT) break
    text = longer
  }
  return { type: 'section', text: written(text) }
}

/** Verbatim: what looks like an address in somebody's name is no link, and calls nobody. */
function written(text: string) {
  return { type: 'mrkdwn', text, verbatim: true }
}
