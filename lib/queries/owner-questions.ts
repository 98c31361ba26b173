import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, dayOf } from '@/lib/domain/day'
import type { Key } from '@/lib/domain/key-list'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { listKeys } from './keys'

/** Days of the spend an owner is told beside the total. */
export const ASKED_DAYS = 30

export interface KeysOfOwner {
  /** Lower case; null: nobody is known to own them. */
  owner: string | null
  name: string | null
  /** Somebody who is here, or a member at Anthropic: who may be written to. */
  isHere: boolean
  keys: Key[]
}

/**
 * Keys by who owns them, with what they cost in the last 30 UTC days (today included) and in total: owners by address, nobody
 * last; keys in the order asked for. 'not_found' where one of them was never seen.
 */
export async function keysByOwner(
  viewer: Viewer,
  asked: readonly { organizationId: string; keyId: string }[],
  data: DataScope,
  now: Date,
): Promise<KeysOfOwner[]> {
  const today = dayOf(now)
  const range = { from: addDays(today, 1 - ASKED_DAYS), to: addDays(today, 1) }
  const before = { from: range.from, to: range.from }
  const { keys } = await listKeys(
    viewer,
    { range, before, data, sort: null, limit: MOST_LISTED, offset: 0 },
    now,
  )
  const byName = new Map(keys.map((key) => [JSON.stringify([key.organizationId, key.id]), key]))
  const found = asked.map(({ organizationId, keyId }) => {
    const key = byName.get(JSON.stringify([organizationId, keyId]))
    if (!key)
      throw new ExpectedError('not_found', 'One of these keys is not known (any more). Load the page again.')
    return key
  })
  const owners = [...new Set(found.map(({ owner }) => owner))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : a < b ? -1 : 1,
  )
  const names = await peopleHere(owners.flatMap((owner) => owner ?? []))
  return owners.map((owner) => ({
    owner,
    name: owner === null ? null : (names.get(owner) ?? null),
    isHere: owner !== null && names.has(owner),
    keys: found.filter((key) => key.owner === owner),
  }))
}

const MOST_LISTED = 100_000

async function peopleHere(emails: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ email: string; name: string }>(
    `select lower(email) as email, name from members where gone_at is null and lower(email) = any($1)
     union all select email, name from users where disabled_at is null and email = any($1)`,
    [emails],
  )
  return new Map(rows.map(({ email, name }) => [email, name]))
}
