import type { Transaction } from '@/lib/db/transact'
import { PERIOD_KINDS } from '@/lib/domain/review-period'
import { holdReviews } from './review-closing'

/**
 * Before the data of an organisation is deleted: reviews of its days that nobody signed go, and are closed anew from what is
 * left; signed ones keep their sums, lose whatever names something of it, and say so. Its lines go with its other rows.
 */
export async function forgetInReviews(tx: Transaction, organizationId: string, now: Date): Promise<void> {
  const [known] = await tx.$queryRaw<{ isDemo: boolean; from: string | null; to: string | null }[]>`
    select o.is_demo as "isDemo", min(v.day)::text as "from", max(v.day)::text as "to" from organizations o
    left join coverage v on v.organization_id = o.id where o.id = ${organizationId} group by o.is_demo`
  if (!known) return
  const { isDemo, from, to } = known
  for (const kind of PERIOD_KINDS) await holdReviews(tx, kind, isDemo)
  const touched = await tx.$queryRaw<{ id: string; period: string; isSigned: boolean }[]>`
    select r.id, r.period, r.signed_at is not null as "isSigned" from reviews r
    where r.is_demo = ${isDemo} and (
      r.starts_on::date <= ${to}::date and ${from}::date < r.starts_on::date
        + case when r.period like '____-W__' then interval '7 days' else interval '1 month' end
      or exists (select from review_lines l where l.review_id = r.id and l.organization_id = ${organizationId}))
    order by r.id for update`
  const open = touched.filter(({ isSigned }) => !isSigned)
  await tx.reviewLine.updateMany({
    where: { carriedTo: { in: open.map(({ period }) => period) }, review: { isDemo } },
    data: { carriedTo: null },
  })
  await tx.review.deleteMany({ where: { id: { in: open.map(({ id }) => id) } } })
  const signed = touched.filter(({ isSigned }) => isSigned).map(({ id }) => id)
  await tx.$executeRaw`
    update reviews set figures = jsonb_set(figures, '{deletions}', figures->'deletions' || to_jsonb(${now.toISOString()}::text))
    where id = any(${signed})`
  await tx.$executeRaw`
    update review_lines set content = jsonb_set(content, '{evidence}', '[]')
    where review_id = any(${signed}) and organization_id is null`
}
