import { DEFAULT_VIEW, viewHref } from '@/components/timeline/timeline-view'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, daysBetween } from '@/lib/domain/day'
import type { Look, Subject } from '@/lib/domain/findings/finding'
import { subjectPath } from '@/lib/domain/spend-subject'
import { MOST_HOURLY_DAYS } from '@/lib/domain/timeline-refusals'

export function findingHref(id: string): string {
  return `/findings/${encodeURIComponent(id)}`
}

/**
 * Where the figures of a piece of evidence stand: one key or one workspace alone on its own page, a plan on the plan's, what
 * Claude Code reports of a person on the page of that report, everything else on the timeline, narrowed to it.
 */
export function lookHref(look: Look, organizationId: string, data: DataScope): string {
  const { from, to, key, workspace, model, product, person, plan } = look
  if (plan !== undefined) return `/plans/${encodeURIComponent(plan)}`
  if (person !== undefined) return '/claude-code'
  const choice = { custom: { from, to: addDays(to, 1) } }
  const bucket = look.bucket === 'hour' && daysBetween(from, to) < MOST_HOURLY_DAYS ? ('hour' as const) : null
  const one = narrowedTo(look)
  if (one) return viewHref(DEFAULT_VIEW, { choice, bucket }, subjectPath({ ...one, organizationId }))
  return viewHref(DEFAULT_VIEW, {
    ...{ choice, bucket, data: data === 'demo' ? data : null },
    group: model !== undefined ? 'key' : 'model',
    filters: {
      organization: [organizationId],
      ...(key !== undefined && { key: [key] }),
      ...(workspace !== undefined && { workspace: [workspace] }),
      ...(model !== undefined && { model: [model] }),
      ...(product !== undefined && { product: [product] }),
    },
  })
}

/** One key, or one workspace, and nothing else. */
function narrowedTo({
  key,
  workspace,
  model,
  product,
}: Look): { kind: 'key' | 'workspace'; id: string } | null {
  if (model !== undefined || product !== undefined) return null
  if (typeof key === 'string' && workspace === undefined) return { kind: 'key', id: key }
  if (workspace !== undefined && key === undefined) return { kind: 'workspace', id: workspace }
  return null
}

/** The page of what a finding is about; null where there is none. */
export function aboutHref({ type, id, organizationId }: Subject, data: DataScope): string | null {
  switch (type) {
    case 'key':
    case 'workspace':
      return subjectPath({ kind: type, organizationId, id })
    case 'model':
      return subjectPath({ kind: 'model', id, data })
    case 'plan':
      return `/plans/${encodeURIComponent(id)}`
    case 'organization':
      return viewHref(DEFAULT_VIEW, {
        data: data === 'demo' ? data : null,
        filters: { organization: [organizationId] },
      })
    case 'person':
      return null
  }
}
