import { z } from 'zod'
import { judgeFinding } from '@/lib/commands/findings'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { parseDay, startOf } from '@/lib/domain/day'
import { RULE_IDS, SEVERITIES } from '@/lib/domain/findings/finding'
import { FINDING_STATES } from '@/lib/domain/findings/finding-standing'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText } from '@/lib/parse-text'
import {
  findingCursor,
  type FindingPosition,
  findingPosition,
  getFinding,
  listFindings,
} from '@/lib/queries/findings'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'
import { answerEvent, answerFinding, findingAnswer, findingEvent } from './finding-answer'

const params = z.object({ id: plainText(100) })
const oneFinding = findingAnswer.extend({ events: z.array(findingEvent).describe('The newest first') })
const MOST_NOTE = 1000

/**
 * Findings, the worst first, then what has most at stake; 50 a page unless `limit` (1 to 200) says otherwise. Filters may be
 * repeated. 400 for a `cursor` this list did not give. Source: contract.md, "Findings".
 */
export const readFindings = endpoint(
  {
    permission: 'read',
    summary: 'List findings',
    query: z.object({
      state: z.array(z.enum(FINDING_STATES)).optional(),
      rule: z.array(z.enum(RULE_IDS)).optional(),
      severity: z.array(z.enum(SEVERITIES)).optional(),
      key: z.array(plainText(200)).optional().describe('Findings about this key'),
      organization: plainText(200).optional(),
      data: z.enum(DATA_SCOPES).default('real').describe('demo = those of the told story'),
      limit: pageLimit(50),
      cursor: plainText(1000).optional(),
    }),
    answer: listPage(findingAnswer),
  },
  async ({ viewer, query, now }) => {
    const { state, rule, severity, key, organization, data, limit, cursor } = query
    const found = await listFindings(
      viewer,
      {
        ...{
          states: state,
          rules: rule,
          severities: severity,
          keys: key,
          organizationId: organization,
          data,
        },
        ...{ limit: limit + 1, after: cursor === undefined ? undefined : positionOf(cursor) },
      },
      now,
    )
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      data: page.map((finding) => answerFinding(finding, data)),
      next_cursor: found.length > limit && last ? findingCursor(last) : null,
    }
  },
)

/** One finding and what happened to it. 404 for an id that is none. */
export const readFinding = endpoint(
  { permission: 'read', summary: 'One finding', params, answer: oneFinding },
  ({ viewer, params: { id }, now }) => oneOf(viewer, id, now),
)

const until = z
  .union([z.iso.datetime({ offset: true }), z.string().refine((text) => parseDay(text) !== null)], {
    error:
      'must be a UTC day like 2026-11-30, which is its beginning, or an instant like 2026-11-30T08:00:00Z',
  })
  .transform((text) => {
    const day = parseDay(text)
    return day ? startOf(day) : new Date(text)
  })
  .describe('Open again from here on: a UTC day (its beginning), or an instant')

/**
 * Says where a finding stands, with a note, or adds a note alone. `snoozed` needs `until`, `expected` needs `until` and `owner`;
 * no other state takes them. Saying again what holds already changes nothing. 422 where something is missing or cannot be said
 * of this finding: its cause is gone, the end lies in the past or more than a year away.
 */
export const judge = endpoint(
  {
    permission: 'judge_findings',
    summary: 'Acknowledge, snooze, expect, resolve or reopen a finding',
    params,
    body: z.object({
      state: z.enum(FINDING_STATES).optional().describe('open = reopen; left out: only the note is written'),
      note: plainText(MOST_NOTE).nullable().optional(),
      until: until.nullable().optional(),
      owner: emailAddress.nullable().optional().describe('A mail address: who answers for what is expected'),
    }),
    answer: oneFinding,
  },
  async ({ viewer, params: { id }, body, now }) => {
    await judgeFinding(viewer, id, body, now)
    return oneOf(viewer, id, now)
  },
)

async function oneOf(viewer: Viewer, id: string, now: Date) {
  const found = await getFinding(viewer, id, now)
  if (!found) throw new ExpectedError('not_found', 'There is no finding with this id.', { parameter: 'id' })
  const { events, isDemo } = found
  return { ...answerFinding(found, isDemo ? 'demo' : 'real'), events: events.map(answerEvent) }
}

function positionOf(cursor: string): FindingPosition {
  const position = findingPosition(cursor)
  if (position) return position
  throw new ExpectedError('invalid', 'cursor: is not one this list gave.', { parameter: 'cursor' })
}
