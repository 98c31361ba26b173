import 'server-only'
import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { isAllowed, type Permission, type Viewer } from '@/lib/domain/viewer'
import { currentSession } from './current-session'
import { PATH_HEADER, signInAddress } from './sign-in-address'

/** Who is signed in here; null for a stranger. Looked up once per request. */
export async function currentViewer(): Promise<Viewer | null> {
  return (await currentSession())?.viewer ?? null
}

/**
 * For pages, server actions and routes of the browser: sends a stranger to /sign-in and shows whoever lacks the
 * permission the "not allowed" page (403). Both end the caller by throwing; never catch around it.
 */
export async function requireViewer(permission: Permission = 'read'): Promise<Viewer> {
  const viewer = await currentViewer()
  if (!viewer) redirect(signInAddress((await headers()).get(PATH_HEADER)))
  if (!isAllowed(viewer.role, permission)) forbidden()
  return viewer
}
