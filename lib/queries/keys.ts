import { pool } from '@/lib/db/client'
import { readIdleDays } from '@/lib/db/stored-idle-days'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, dayOf, type DayRange } from '@/lib/domain/day'
import { type AuditCard, auditKey } from '@/lib/domain/key-audit'
import type { Key, KeyRemainder, KeySums } from '@/lib/domain/key-list'
import { nano } from '@/lib/domain/money'
import { qualityOfApi } from '@/lib/domain/timeline'
import type { Viewer } from '@/lib/domain/viewer'
import { stampOfKeys } from './figures-beside'
import { type KeySearch, keyStatement } from './key-statement'
import { EVER, keySources, useSums } from './key-use-sums'
import { RememberedFigures } from './remembered-figures'
import { loadSources } from './timeline-sources'

/** Days of a sparkline, today the last of them. */
const SPARK_DAYS = 30

export interface KeyList {
  keys: Key[]
  sums: KeySums
}

/** One key and what all of its organisation add up to; null where there is none. */
export async function getKey(
  viewer: Viewer,
  { organizationId, id }: Pick<Key, 'organizationId' | 'id'>,
  { range, before, data }: Pick<KeySearch, 'range' | 'before' | 'data'>,
  now: Date,
): Promise<{ key: Key; sums: KeySums } | null> {
  const search = { range, before, data, organizationId, keyId: id, sort: null, limit: 1, offset: 0 }
  const { keys, sums } = await listKeys(viewer, search, now)
  return keys[0] ? { key: keys[0], sums } : null
}

type StoredKey = Omit<Key, 'total' | 'spend' | 'before' | 'quality' | 'audit'> & {
  total: bigint | null
  spend: bigint | null
  before: bigint
  isOpen: boolean
  isEstimated: boolean
  place: bigint | null
}
type StoredSums = Record<AuditCard, number> &
  Omit<KeySums, 'cards' | 'remainders' | 'idleDays'> & {
    /** Amounts as text: they went through JSON. */
    remainders: (Omit<KeyRemainder, 'amount'> & { amount: string })[]
  }

/** More than a page is for a file, and not worth its memory. */
const MOST_REMEMBERED = 200
const remembered = new RememberedFigures<(StoredKey & StoredSums)[]>()

/** Keys as they stand at `now`, and what all of them add up to. */
export async function listKeys(_viewer: Viewer, search: KeySearch, now: Date): Promise<KeyList> {
  const { after } = search
  const [sources, idleDays] = await Promise.all([keySources(search), readIdleDays()])
  const read = async () => {
    const { text, values } = keyStatement(search, await useSums(search, sources, now), now, idleDays)
    return (await pool().query<StoredKey & StoredSums>(text, values)).rows
  }
  const rows =
    search.limit > MOST_REMEMBERED
      ? await read()
      : await remembered.get(
          { ...search, after: after && [after.organizationId, after.id], idleDays, today: dayOf(now) },
          [EVER],
          sources,
          async () => ({ figures: await read(), coverage: (await keySources(search)).days }),
          () => stampOfKeys(now),
        )
  const [first] = rows
  if (!first) throw new Error('the summary of keys is missing')
  return {
    keys: rows.flatMap((row) => (row.place === null ? [] : [keyOf(row, now, idleDays)])),
    sums: { ...sumsOf(first), idleDays },
  }
}

function keyOf(row: StoredKey, now: Date, idleDays: number): Key {
  const { total, spend, before, isOpen, isEstimated, ...key } = row
  const audit = auditKey(
    { ...key, gone: key.goneAt !== null, lifetime: nano(total ?? 0n), ownerGone: key.ownerGone },
    now,
    idleDays,
  )
  return {
    organizationId: key.organizationId,
    organizationName: key.organizationName,
    readOnly: key.readOnly,
    id: key.id,
    name: key.name,
    isListed: key.isListed,
    flag: key.flag,
    status: key.status,
    goneAt: key.goneAt,
    workspaceId: key.workspaceId,
    workspaceName: key.workspaceName,
    hint: key.hint,
    createdAt: key.createdAt,
    expiresAt: key.expiresAt,
    creatorType: key.creatorType,
    creatorId: key.creatorId,
    creatorName: key.creatorName,
    creatorEmail: key.creatorEmail,
    owner: key.owner,
    isOwnerAssigned: key.isOwnerAssigned,
    ownerGone: key.ownerGone,
    purpose: key.purpose,
    application: key.application,
    environment: key.environment,
    costCentre: key.costCentre,
    tags: key.tags,
    knownSince: key.knownSince,
    knownUntil: key.knownUntil,
    firstUsedOn: key.firstUsedOn,
    lastUsedOn: key.lastUsedOn,
    total: total === null ? null : nano(total),
    spend: spend === null ? null : nano(spend),
    before: nano(before),
    usedInRange: key.usedInRange,
    quality: spend === null ? null : qualityOfApi({ estimated: isEstimated, provisional: isOpen }),
    audit,
  }
}

function sumsOf(row: StoredSums): Omit<KeySums, 'idleDays'> {
  return {
    keys: row.keys,
    matching: row.matching,
    matchingSpend: row.matchingSpend,
    cards: {
      idle: row.idle,
      never_expires: row.never_expires,
      owner_gone: row.owner_gone,
      experiment: row.experiment,
    },
    keysSpend: row.keysSpend,
    withoutKey: row.withoutKey,
    unattributed: row.unattributed,
    remainders: row.remainders.map(({ amount, ...of }) => ({ ...of, amount: nano(BigInt(amount)) })),
    hasEstimates: row.hasEstimates,
    billed: row.billed,
    ownerlessSpend: row.ownerlessSpend,
    ownerless: row.ownerless,
    withoutKeyTotal: row.withoutKeyTotal,
    unattributedTotal: row.unattributedTotal,
    missingNow: row.missingNow,
    missingBefore: row.missingBefore,
    knownSince: row.knownSince,
    organizations: row.organizations,
    workspaces: row.workspaces,
    owners: row.owners,
  }
}

const rememberedSparks = new RememberedFigures<SparkDay[]>()

interface SparkDay {
  organizationId: string
  id: string
  place: number
  amount: bigint
}

/** Spend of each of the last 30 days, today the last of them, by `organization key`; a day without use is 0. */
export async function keySparks(
  _viewer: Viewer,
  keys: readonly Pick<Key, 'organizationId' | 'id'>[],
  data: DataScope,
  now: Date,
): Promise<Map<string, bigint[]>> {
  const from = addDays(dayOf(now), 1 - SPARK_DAYS)
  const sparks = new Map(keys.map((key) => [sparkName(key), new Array<bigint>(SPARK_DAYS).fill(0n)]))
  if (keys.length === 0) return sparks
  const days = { from, to: addDays(from, SPARK_DAYS) }
  const organization = [...new Set(keys.map(({ organizationId }) => organizationId))]
  const sources = () => loadSources(days, { organization }, data)
  const rows = await rememberedSparks.get([...sparks.keys()], [days], await sources(), async () => ({
    figures: await sparkDays(keys, days),
    coverage: (await sources()).days,
  }))
  for (const row of rows) {
    const spark = sparks.get(sparkName(row))
    if (spark) spark[row.place] = row.amount
  }
  return sparks
}

async function sparkDays(
  keys: readonly Pick<Key, 'organizationId' | 'id'>[],
  { from, to }: DayRange,
): Promise<SparkDay[]> {
  const { rows } = await pool().query<SparkDay>(
    `select organization_id as "organizationId", value as id, day - $1::date as place, amount_nano as amount from spend_day_parts
     where dimension = 'key' and day >= $1::date and day < $2::date
       and (organization_id, value) in (select * from unnest($3::text[], $4::text[]))`,
    [from, to, keys.map(({ organizationId }) => organizationId), keys.map(({ id }) => id)],
  )
  return rows
}

export function sparkName({ organizationId, id }: Pick<Key, 'organizationId' | 'id'>): string {
  return `${organizationId} ${id}`
}
