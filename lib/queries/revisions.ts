import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'
import { formatDay, formatUsdChange } from '@/lib/format'

/** A final day that Anthropic told otherwise afterwards. */
export interface Revision {
  id: string
  organizationId: string
  organizationName: string
  day: Day
  noticedAt: Date
  before: Nano
  after: Nano
  /** What it was restated by; 0 where only usage or the split of the same amount changed. */
  delta: Nano
  /** How many facts changed. */
  rows: number
  /** "Anthropic restated 14 Jun 2026 by −$0.41." */
  sentence: string
}

interface RevisionRow {
  kind: 'cost' | 'usage'
  startsAt: Date
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
  costType: string | null
  tokenType: string | null
  /** Null: it was not there. */
  before: RevisedFact | null
  after: RevisedFact | null
}

/** In nano-dollars as decimal text. */
interface RevisedCost {
  amount: string
  list: string | null
}

interface RevisedUsage {
  uncached_input: number
  cache_read: number
  cache_write_5m: number
  cache_write_1h: number
  output: number
  web_searches: number
  requests: number | null
}

/** What a fact says: of cost or of usage. */
export type RevisedFact = RevisedCost | RevisedUsage

export interface RevisionSearch {
  /** Days inclusive; null = without a bound. */
  from?: Day | null
  /** Exclusive. */
  to?: Day | null
  organizationId?: string | null
  /** When it was noticed, half-open; null = without a bound. */
  noticed?: { from: Date; to: Date | null }
  /** What is real, where nothing is said. */
  data?: DataScope
  /** Id of the revision the page before ended with. */
  before?: string | null
  limit: number
}

const COLUMNS = `r.id, r.organization_id as "organizationId", o.name as "organizationName", r.day, r.noticed_at as "noticedAt",
  r.before_nano as before, r.after_nano as after,
  (select count(*)::int from revision_rows w where w.revision_id = r.id) as rows`

type Stored = Omit<Revision, 'delta' | 'sentence' | 'before' | 'after'> & { before: bigint; after: bigint }

/** Newest first, of real organisations or of told ones; null when `before` names none. */
export async function listRevisions(_viewer: Viewer, search: RevisionSearch): Promise<Revision[] | null> {
  const {
    from = null,
    to = null,
    organizationId = null,
    data = 'real',
    before = null,
    limit,
    noticed,
  } = search
  if (before !== null) {
    const { rowCount } = await pool().query('select from revisions where id = $1', [before])
    if (rowCount === 0) return null
  }
  const { rows } = await pool().query<Stored>(
    `select ${COLUMNS} from revisions r join organizations o on o.id = r.organization_id
     where o.is_demo = $6 and ($1::date is null or r.day >= $1) and ($2::date is null or r.day < $2)
       and ($3::text is null or r.organization_id = $3)
       and ($4::text is null or (r.noticed_at, r.day, r.id) < (select noticed_at, day, id from revisions where id = $4))
       and ($7::timestamptz is null or r.noticed_at >= $7) and ($8::timestamptz is null or r.noticed_at < $8)
     order by r.noticed_at desc, r.day desc, r.id desc limit $5`,
    [from, to, organizationId, before, limit, data === 'demo', noticed?.from ?? null, noticed?.to ?? null],
  )
  return rows.map(revisionOf)
}

/** One revision and every fact that changed; null when there is none of this id. */
export async function getRevision(
  _viewer: Viewer,
  id: string,
): Promise<(Revision & { changes: RevisionRow[] }) | null> {
  const [found, changes] = await Promise.all([
    pool().query<Stored>(
      `select ${COLUMNS} from revisions r join organizations o on o.id = r.organization_id where r.id = $1`,
      [id],
    ),
    pool().query<RevisionRow>(
      `select kind, starts_at as "startsAt", api_key_id as "apiKeyId", workspace_id as "workspaceId", model, product,
         service_tier as "serviceTier", cost_type as "costType", token_type as "tokenType", before, after
       from revision_rows where revision_id = $1 order by ordinal`,
      [id],
    ),
  ])
  const revision = found.rows[0]
  return revision ? { ...revisionOf(revision), changes: changes.rows } : null
}

function revisionOf(stored: Stored): Revision {
  const [before, after] = [nano(stored.before), nano(stored.after)]
  const delta = nano(after - before)
  return {
    ...stored,
    before,
    after,
    delta,
    sentence:
      delta === 0n
        ? `Anthropic restated ${formatDay(stored.day)} without changing the amount.`
        : `Anthropic restated ${formatDay(stored.day)} by ${formatUsdChange(delta)}.`,
  }
}
