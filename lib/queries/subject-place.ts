import type { DayRange } from '@/lib/domain/day'
import type { SpendSubject } from '@/lib/domain/spend-subject'

const COLUMNS: Record<SpendSubject['kind'], string> = {
  key: 'api_key_id',
  workspace: 'workspace_id',
  model: 'model',
  person: 'actor_id',
}

export interface Place {
  /** On the columns of `f`. */
  condition: string
  values: unknown[]
}

/** Rows of a subject on these days, half-open, in any table that has its column. */
export function placeOf(subject: SpendSubject, range: DayRange): Place {
  const organization =
    subject.kind === 'model' ? '(select id from organizations where is_demo = $1::bool)' : '($1::text)'
  return {
    condition: `f.organization_id in ${organization} and f.${COLUMNS[subject.kind]} = $2
      and f.day >= $3::date and f.day < $4::date`,
    values: [
      subject.kind === 'model' ? subject.data === 'demo' : subject.organizationId,
      subject.id,
      range.from,
      range.to,
    ],
  }
}

/** Who used what counts on the days on which it adds up to the hours. */
const BY_PERSON = `(select p.* from person_spend p where exists (
  select from detail_coverage d where d.organization_id = p.organization_id and d.day = p.day and d.pass = 'people'
    and d.state = 'synced'))`

/** What has the days of a subject, as what follows `from`. */
export function subjectTable(subject: SpendSubject): string {
  return subject.kind === 'person' ? BY_PERSON : 'spend_rollup'
}

/** The same with who used it. */
export function peopleTable(): string {
  return BY_PERSON
}
