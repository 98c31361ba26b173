import { isAllowed, refusalSentence, type Permission, type Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/** Throws `forbidden`, with the least role that would do, for whoever lacks the permission. */
export function requireAllowed({ role }: Pick<Viewer, 'role'>, permission: Permission): void {
  if (!isAllowed(role, permission)) throw new ExpectedError('forbidden', refusalSentence(role, permission))
}
