import { beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { sealSessionId, sessionCookie } from '@/lib/auth/session-cookie'
import { startSession } from '@/lib/commands/sessions'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formAction } from './form-action'

// What the framework puts in place of these modules while it answers a request.
vi.mock('next/navigation', () => import('next/dist/client/components/navigation.react-server'))
const request = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>(), headers: new Headers() }))
vi.mock('next/headers', () => ({
  cookies: async () => request.cookies,
  headers: async () => request.headers,
}))

useDatabase({ emptied: ['users', 'sessions', 'audit_entries'] })

beforeEach(() => {
  vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true')
  request.cookies.clear()
})

async function signIn(role: Role) {
  const now = currentTime()
  const user = await prisma().user.create({
    data: { email: `${role}@example.com`, name: role, role, createdAt: now },
  })
  const viewer = mintViewer({ kind: 'user', id: user.id, name: role, role })
  const { sessionId } = await startSession(viewer, { userId: user.id, userAgent: null }, now)
  request.cookies.set(sessionCookie().name, { value: await sealSessionId(sessionId) })
  return { viewer, sessionId }
}

function watched() {
  const run = vi.fn(async () => 'done')
  return { run, send: () => formAction(z.object({}), 'edit_plans', run)(null, new FormData()) }
}

describe('formAction', () => {
  it('runs for whoever has the permission, as them', async () => {
    const { viewer } = await signIn('member')
    const { run, send } = watched()
    await expect(send()).resolves.toEqual({ ok: true, result: 'done' })
    expect(run).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ actor: viewer }))
  })

  it('runs nothing for whoever lacks it: the page for 403', async () => {
    await signIn('viewer')
    const { run, send } = watched()
    await expect(send()).rejects.toMatchObject({ digest: 'NEXT_HTTP_ERROR_FALLBACK;403' })
    expect(run).not.toHaveBeenCalled()
  })

  it('runs nothing for a stranger, nor once the session ended: the way to sign in', async () => {
    const { run, send } = watched()
    const toSignIn = { digest: expect.stringContaining(';/sign-in;') as string }
    await expect(send()).rejects.toMatchObject(toSignIn)
    const { sessionId } = await signIn('owner')
    await prisma().session.update({ where: { id: sessionId }, data: { revokedAt: currentTime() } })
    await expect(send()).rejects.toMatchObject(toSignIn)
    expect(run).not.toHaveBeenCalled()
  })
})
