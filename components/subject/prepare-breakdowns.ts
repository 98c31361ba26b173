import type { WordId } from '@/lib/domain/glossary'
import { type ExplainedSpend, SPEND_DIMENSIONS, type SpendDimension } from '@/lib/domain/explained-spend'
import { productName } from '@/lib/domain/product-names'
import { type SpendSubject, subjectPath } from '@/lib/domain/spend-subject'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { type BreakdownLine, prepareBreakdown } from './prepare-breakdown'
import { subjectHref, subjectNamed, type SubjectView } from './subject-view'

const TITLES: Record<SpendDimension, string> = {
  model: 'By model',
  kind: 'By kind of token or cost',
  key: 'By key',
  workspace: 'By workspace',
  person: 'By person',
  product: 'By product',
  serviceTier: 'By service tier',
  speed: 'By speed',
  contextWindow: 'By context window',
  inferenceGeo: 'By region',
}

const WORDS: Partial<Record<SpendDimension, WordId>> = {
  workspace: 'workspace',
  serviceTier: 'service-tier',
  speed: 'fast',
  contextWindow: 'context-window',
  inferenceGeo: 'us-region',
}

const WITHOUT: Partial<Record<SpendDimension, string>> = {
  key: 'No key (Console, Playground)',
  workspace: 'No workspace',
  person: 'Nobody named',
  model: 'No model',
}

const DESCRIPTIONS: Partial<Record<SpendDimension, string>> = {
  person: 'As far as Anthropic tells who: people, service accounts, keys on their own.',
}

const ESTIMATED_KEYS = 'Estimated: the legacy reports bill no key, so what they bill is split by tokens.'

/** A table for each dimension that is told, names leading to pages of their own over the same days. */
export function prepareBreakdowns(
  { by, names, now }: Pick<ExplainedSpend, 'by' | 'names' | 'now'>,
  subject: SpendSubject,
  view: SubjectView,
): { id: SpendDimension; title: string; word?: WordId; description?: string; lines: BreakdownLine[] }[] {
  return SPEND_DIMENSIONS.flatMap((dimension) => {
    const breakdown = by[dimension]
    if (!breakdown) return []
    const isSubject = ['key', 'workspace', 'person', 'model'].includes(dimension)
    const words = isSubject
      ? {
          nameOf: (value: string | null) => nameOf(dimension, value, names),
          wordOf: (value: string | null) => wordOf(dimension, value),
          hrefOf: (value: string | null) => hrefOf(dimension as SpendSubject['kind'], value, subject, view),
        }
      : dimension === 'product'
        ? { nameOf: (value: string | null) => (value === null ? 'Not specific' : productName(value)) }
        : undefined
    return [
      {
        id: dimension,
        title: TITLES[dimension],
        word: WORDS[dimension],
        description: dimension === 'key' && now.isSplit ? ESTIMATED_KEYS : DESCRIPTIONS[dimension],
        lines: prepareBreakdown(breakdown, words),
      },
    ]
  })
}

function nameOf(dimension: SpendDimension, value: string | null, names: ReadonlyMap<string, string>): string {
  if (value === null) return WITHOUT[dimension] ?? 'Not specific'
  if (isUntold(value)) return 'Not told apart'
  return names.get(value) ?? (dimension === 'model' ? value : value.slice(value.indexOf('/') + 1))
}

function wordOf(dimension: SpendDimension, value: string | null): WordId | undefined {
  if (value === null) return dimension === 'key' ? 'console' : undefined
  return isUntold(value) ? 'unattributed' : undefined
}

function hrefOf(
  kind: SpendSubject['kind'],
  value: string | null,
  subject: SpendSubject,
  view: SubjectView,
): string | null {
  if (value === null || isUntold(value)) return null
  const like: SpendSubject =
    kind === 'model' ? { kind, id: value, data: 'real' } : { kind, organizationId: '', id: '' }
  const target = subjectNamed(like, value)
  if (!target || subjectPath(target) === subjectPath(subject)) return null
  return subjectHref(target, { ...view, compare: null, find: null })
}

function isUntold(value: string): boolean {
  return value === UNATTRIBUTED || value.endsWith(`/${UNATTRIBUTED}`)
}
