/** What a person can tell a key to be; `expired` is Anthropic's alone. Source: admin-api.md §6.6. */
export const WRITABLE_KEY_STATUSES = ['active', 'inactive', 'archived'] as const
export type WritableKeyStatus = (typeof WRITABLE_KEY_STATUSES)[number]

export type KeyChange = { field: 'status'; wanted: WritableKeyStatus } | { field: 'name'; wanted: string }

export interface ChangeableKey {
  name: string
  /** As last read at Anthropic; an open set. */
  status: string
  goneAt: Date | null
}

export function isWritableStatus(status: string): status is WritableKeyStatus {
  return WRITABLE_KEY_STATUSES.some((one) => one === status)
}

/**
 * Why Anthropic is not even asked, as a sentence; null = nothing known stands against it. What a key is already may be asked
 * for again, so that a repeated request ends as the first did.
 */
export function whyNotChangeable(key: ChangeableKey, change: KeyChange): string | null {
  if (key.goneAt)
    return `Anthropic no longer lists the key “${key.name}”, so there is nothing to change. Its history stays here.`
  if (change.field === 'name') return null
  if (change.wanted === key.status) return null
  if (key.status === 'archived')
    return `The key “${key.name}” is archived, and that is final: Anthropic never brings an archived key back. Create a new one in the Console.`
  if (key.status === 'expired' && change.wanted !== 'archived')
    return `The key “${key.name}” has expired, and Anthropic does not let an expired key be changed. Create a new one in the Console.`
  return null
}

/** What takes a change back; null where nothing can: archiving is final, and what changed nothing has no way back. */
export function undoOfChange(done: { field: string; before: string; wanted: string }): KeyChange | null {
  const { field, before, wanted } = done
  if (before === wanted) return null
  if (field === 'name') return { field: 'name', wanted: before }
  if (wanted === 'archived' || !isWritableStatus(before)) return null
  return { field: 'status', wanted: before }
}

const DOING: Record<WritableKeyStatus, string> = {
  active: 'Reactivate',
  inactive: 'Deactivate',
  archived: 'Archive',
}

/** The change as a verb: "Deactivate", "Rename". */
export function changeVerb(change: Pick<KeyChange, 'field'> & { wanted: string }): string {
  if (change.field === 'name' || !isWritableStatus(change.wanted)) return 'Rename'
  return DOING[change.wanted]
}
