import type { ReviewDigest } from '@/lib/domain/review-digest'
import { formatInstant } from '@/lib/format'
import { toldText } from '../told-text'
import { pageUrl } from './told-alert'

/** Characters of one sentence: what is longer is told whole on its page. */
const MOST = 280
const MOST_READ = 5000

/** A digest as it leaves the house: each text on one line, nothing secret, nothing that turns what stands around it. */
export interface ToldDigest extends Omit<ReviewDigest, 'path' | 'closedAt' | 'organizationIds'> {
  /** Of the review. */
  url: string
  /** What the figures are, and that they stay so. */
  note: string
}

export function toldDigest({ path, closedAt, organizationIds: _, ...digest }: ReviewDigest): ToldDigest {
  const { name, total, change, reason, caveat, columns, rows, sections } = digest
  return {
    ...{ period: told(digest.period), name: told(name), total: told(total) },
    change: told(change),
    reason: reason === null ? null : told(reason),
    caveat: caveat === null ? null : `Not final yet: ${told(caveat)}`,
    open: told(digest.open),
    columns: {
      now: told(columns.now),
      before: told(columns.before),
      change: told(columns.change),
    },
    rows: rows.map((row) => ({
      label: told(row.label),
      now: told(row.now),
      before: row.before === null ? null : told(row.before),
      change: row.change === null ? null : told(row.change),
    })),
    sections: sections.map(({ title, sentences }) => ({
      title: told(title),
      sentences: sentences.map(toldSentence),
    })),
    past: digest.past.map(toldSentence),
    url: pageUrl(path),
    note: `Closed on ${formatInstant(new Date(closedAt))}. These figures stay as they are; what is restated later stands beside them on the page.`,
  }
}

function told(text: string, most = MOST_READ): string {
  return toldText(text, most).replace(/(?<=\d) (?=%)/g, '\u202f')
}

/** Cut between words, so that no amount loses a digit. */
function toldSentence(text: string): string {
  const whole = told(text)
  const letters = [...whole]
  if (letters.length <= MOST) return whole
  const short = letters
    .slice(0, MOST)
    .join('')
    .replace(/^\u2068/, '')
  const end = short.lastIndexOf(' ')
  return told(`${end > 0 ? short.slice(0, end) : short}…`, MOST + 1)
}

/** What stands where a figure is not known: never a zero. */
export const NOT_KNOWN = 'not known'
