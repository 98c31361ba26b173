import type { WritableKeyStatus } from '@/lib/domain/key-change'
import type { RecentKeyUse } from '@/lib/domain/key-use'
import { nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import { factsOfUse } from './prepare-key-control'

/** What is stored of a key before it is changed; see KeyPreview in lib/sync/act-on-key.ts. */
interface Preview extends RecentKeyUse {
  organizationId: string
  keyId: string
  name: string
  status: string
  obstacle: string | null
}

interface BulkPreviewLine {
  /** Organisation and key, as the actions take them. */
  id: string
  name: string
  status: string
  /** Why nothing will come of it; null = nothing known. */
  obstacle: string | null
  /** The dry run in words. */
  facts: string[]
}

export interface BulkPreview {
  lines: BulkPreviewLine[]
  /** What stopping all that can be stopped saves; null where nothing is stopped. */
  saving: string | null
}

/** The dry run of several keys: each with its numbers, and what stopping them saves together. */
export function prepareBulk(previews: readonly Preview[], wanted: WritableKeyStatus): BulkPreview {
  const stopped = previews.filter(
    ({ obstacle, status }) => wanted !== 'active' && status === 'active' && obstacle === null,
  )
  return {
    lines: previews.map(({ organizationId, keyId, name, status, obstacle, ...use }) => ({
      ...{ id: `${organizationId} ${keyId}`, name: name.trim() || '(no name)', status, obstacle },
      facts: factsOfUse(use, wanted !== 'active' && status === 'active'),
    })),
    saving: stopped.length === 0 ? null : savingOf(stopped.map(({ savesMonthly }) => savesMonthly)),
  }
}

function savingOf(savings: readonly (bigint | null)[]): string {
  const known = savings.flatMap((saving) => (saving === null ? [] : [saving]))
  const unknown = savings.length - known.length
  if (known.length === 0) return 'What stopping them saves is not known.'
  const sum = formatUsd(nano(known.reduce((total, one) => total + one, 0n))).text
  const rest = unknown === 0 ? '' : ` Of ${unknown} of them it is not known.`
  return `Stopping them saves about ${sum} a month.${rest}`
}
