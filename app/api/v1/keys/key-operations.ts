import { z } from 'zod'
import { assignKeys } from '@/lib/commands/key-assignments'
import { DATA_SCOPES, type DataScope } from '@/lib/domain/data-scope'
import { addDays, type Day, day, dayOf } from '@/lib/domain/day'
import { AUDIT_CARDS } from '@/lib/domain/key-audit'
import type { Key, KeySums } from '@/lib/domain/key-list'
import { formatUsdExact } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText, utcDay } from '@/lib/parse-text'
import { theOneKey } from '@/lib/queries/key-named'
import { listKeys } from '@/lib/queries/keys'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'
import { answerKey, keyAnswer } from './key-answer'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const address = z.object({ id: plainText(200) })
const organization = plainText(200).optional()
const data = z.enum(DATA_SCOPES).default('real').describe('demo = the keys of the told story')
const FIRST_DAY = day('2000-01-01')

const days = {
  from: utcDay.optional().describe('First day of spend_usd, inclusive; without from and to: all days'),
  to: utcDay.optional().describe('The day after the last one'),
}

/**
 * All keys ever seen, by organisation and id, 100 a page unless `limit` (1 to 200) says otherwise. `keys_usd + without_key_usd +
 * unattributed_usd = billed_usd`, exactly, over all keys of the scope whatever is filtered by. `owner=none`: nobody's. 400
 * for a `cursor` this list did not give. Source: contract.md, "Keys".
 */
export const readKeys = endpoint(
  {
    permission: 'read',
    summary: 'List keys',
    query: z.object({
      limit: pageLimit(100),
      cursor: plainText(1000).optional(),
      status: plainText(50).optional(),
      workspace: plainText(200).optional().describe('The id of a workspace'),
      owner: plainText(254).optional().describe('A mail address, or none'),
      q: plainText(200).optional().describe('Every word must occur in name, id, hint, owner or purpose'),
      audit: z.enum(AUDIT_CARDS).optional(),
      organization,
      ...days,
      data,
    }),
    answer: listPage(keyAnswer).extend({
      keys_usd: usd,
      without_key_usd: usd.describe('Console and Playground'),
      unattributed_usd: usd.describe('What the legacy reports bill and no use of a key stands behind'),
      remainders: z
        .array(
          z.object({
            cost_type: z.string().nullable().describe('What it was billed for; null = not said'),
            read_again: z.boolean().describe('Of days that are not split over keys yet'),
            amount_usd: usd,
          }),
        )
        .describe('What unattributed_usd is made up of'),
      billed_usd: usd,
      idle_days: z.int().describe('Without use for so many days, a key counts as idle'),
    }),
  },
  async ({ viewer, query, now }) => {
    const { limit, cursor, status, workspace, owner, q, audit: card, organization: organizationId } = query
    const search = {
      ...{ range: rangeOf(query.from, query.to, now), before: NOTHING_BEFORE, data: query.data },
      ...{ status, workspace, owner, q, card, organizationId },
      ...{ sort: null, limit: limit + 1, offset: 0 },
    }
    const after = cursor === undefined ? {} : { after: positionOf(cursor) }
    const { keys, sums } = await listKeys(viewer, { ...search, ...after }, now)
    const page = keys.slice(0, limit)
    const last = page.at(-1)
    return {
      data: page.map(answerKey),
      next_cursor: keys.length > limit && last ? cursorOf(last) : null,
      ...answerSums(sums),
    }
  },
)

/** One key. 404 for one that was never seen, 409 where several organisations have one of this id. */
export const readKey = endpoint(
  {
    permission: 'read',
    summary: 'One key',
    params: address,
    query: z.object({ organization, ...days, data }),
    answer: keyAnswer,
  },
  async ({ viewer, params, query, now }) =>
    answerKey(
      await oneKey(
        viewer,
        params.id,
        query.organization,
        query.data,
        rangeOf(query.from, query.to, now),
        now,
      ),
    ),
)

const text = (max: number) => plainText(max).nullable().optional()

/**
 * Says from a day on (UTC; default today) who owns a key and what it is for; what is not given stays, null takes it away, and
 * earlier days keep what held on them, on the timeline too. 400 where nothing is given, 404 and 409 as for reading.
 */
export const patchKey = endpoint(
  {
    permission: 'edit_keys',
    summary: 'Say who owns a key and what it is for',
    params: address,
    query: z.object({ organization, data }),
    body: z.object({
      owner: emailAddress.nullable().optional(),
      purpose: text(500),
      application: text(100),
      environment: text(100),
      cost_centre: text(100),
      tags: z.array(plainText(50)).max(20, 'must be at most 20').optional(),
      effective_on: utcDay
        .optional()
        .describe('From this UTC day on; default today. 2000-01-01 = since always'),
    }),
    answer: keyAnswer,
  },
  async ({ viewer, params, query, body, now }) => {
    const { owner: ownerEmail, cost_centre: costCentre, tags, effective_on: from, ...rest } = body
    const change = { ownerEmail, costCentre, tags: tags && [...new Set(tags)], ...rest }
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    if (Object.keys(given).length === 0)
      throw new ExpectedError(
        'invalid',
        'Give at least one of owner, purpose, application, environment, cost_centre and tags.',
      )
    const range = rangeOf(undefined, undefined, now)
    const read = () => oneKey(viewer, params.id, query.organization, query.data, range, now)
    const { organizationId, id: keyId } = await read()
    await assignKeys(viewer, [{ organizationId, keyId }], given, from ?? dayOf(now), now)
    return answerKey(await read())
  },
)

const NOTHING_BEFORE = { from: FIRST_DAY, to: FIRST_DAY }

async function oneKey(
  viewer: Viewer,
  keyId: string,
  organizationId: string | undefined,
  data: DataScope,
  range: { from: Day; to: Day },
  now: Date,
): Promise<Key> {
  const search = {
    range,
    before: NOTHING_BEFORE,
    data,
    organizationId,
    keyId,
    sort: null,
    limit: 2,
    offset: 0,
  }
  return theOneKey((await listKeys(viewer, search, now)).keys)
}

function rangeOf(from: Day | undefined, to: Day | undefined, now: Date): { from: Day; to: Day } {
  const range = { from: from ?? FIRST_DAY, to: to ?? addDays(dayOf(now), 1) }
  if (range.from >= range.to)
    throw new ExpectedError('invalid', 'to: must be after from; it is the day after the last one.', {
      parameter: 'to',
    })
  return range
}

function answerSums({ keysSpend, withoutKey, unattributed, remainders, billed, idleDays }: KeySums) {
  return {
    keys_usd: formatUsdExact(keysSpend),
    without_key_usd: formatUsdExact(withoutKey),
    unattributed_usd: formatUsdExact(unattributed),
    remainders: remainders.map(({ costType, isReadAgain, amount }) => ({
      cost_type: costType,
      read_again: isReadAgain,
      amount_usd: formatUsdExact(amount),
    })),
    billed_usd: formatUsdExact(billed),
    idle_days: idleDays,
  }
}

function cursorOf({ organizationId, id }: Pick<Key, 'organizationId' | 'id'>): string {
  return Buffer.from(JSON.stringify([organizationId, id])).toString('base64url')
}

const position = z.tuple([z.string(), z.string()])

function positionOf(cursor: string): { organizationId: string; id: string } {
  const refused = new ExpectedError('invalid', 'cursor: is not one this list gave.', { parameter: 'cursor' })
  try {
    const [organizationId, id] = position.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown,
    )
    if (`${organizationId}${id}`.includes('\u0000')) throw refused
    return { organizationId, id }
  } catch {
    throw refused
  }
}
