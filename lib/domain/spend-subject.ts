import type { DataScope } from './data-scope'

export const SUBJECT_KINDS = ['key', 'workspace', 'person', 'model'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** Whose spend a page explains. A model is everybody's who used it, all that is real or all that is told. */
export type SpendSubject =
  | { kind: Exclude<SubjectKind, 'model'>; organizationId: string; id: string }
  | { kind: 'model'; id: string; data: DataScope }

/** Stands for the organisation in an address where only the id is known: its page finds out. */
export const ANY_ORGANIZATION = '-'

/** The address of its page. */
export function subjectPath(subject: SpendSubject): string {
  const id = encodeURIComponent(subject.id)
  if (subject.kind === 'model') return `/models/${id}`
  const folder = { key: 'keys', workspace: 'workspaces', person: 'people' }[subject.kind]
  return `/${folder}/${encodeURIComponent(subject.organizationId)}/${id}`
}
