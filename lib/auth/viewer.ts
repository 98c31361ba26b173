import 'server-only'
import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { changesForOthers, isAllowed, type Permission, type Viewer } from '@/lib/domain/viewer'
import { currentSession } from './current-session'
import { PATH_HEADER, signInAddress } from './sign-in-address'

/** Who is signed in here; null for a stranger. Looked up once per request. */
export async function currentViewer(): Promise<Viewer | null> {
  return (await currentSession())?.viewer ?? null
}

/**
 * For pages, server actions and routes of the browser: sends a stranger to /sign-in, shows whoever lacks the permission
 * the "not allowed" page (403), and leads whoever has to set up two-factor there first. All end the caller by throwing;
 * never catch around it.
 */
export async function requireViewer(permission: Permission = 'read'): Promise<Viewer> {
  const session = await currentSession()
  if (!session) redirect(signInAddress((await headers()).get(PATH_HEADER)))
  if (!isAllowed(session.viewer.role, permission)) forbidden()
  if (session.mustSetUpTwoFactor && changesForOthers(permission)) redirect('/settings/security')
  return session.viewer
}
