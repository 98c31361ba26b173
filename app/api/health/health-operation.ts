import path from 'node:path'
import { z } from 'zod'
import { authOptions } from '@/lib/auth/auth-options'
import { openSessionCookie, sealSessionId } from '@/lib/auth/session-cookie'
import { getDatabaseHealth } from '@/lib/queries/health'
import { withoutSecrets } from '@/lib/without-secrets'
import { endpoint } from '../v1/endpoint'
import { jsonAnswer } from '../v1/json-answer'
import { problem } from '../v1/problem'

const check = z.enum(['ok', 'failing'])
const answer = z.object({
  status: z.literal('ok'),
  checks: z.object({ database: check, migrations: check, sign_in: check }),
})

/** 200 only when the database answers, migrations are applied and sign-in works; otherwise 503 saying which does not. */
export const readHealth = endpoint(
  { permission: null, summary: 'Whether this installation works', answer },
  async () => {
    const [database, signIn] = await Promise.all([
      getDatabaseHealth(path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma', 'migrations')),
      canSignIn(),
    ])
    const checks = {
      database: database.answers ? 'ok' : 'failing',
      migrations: database.migrated ? 'ok' : 'failing',
      sign_in: signIn ? 'ok' : 'failing',
    }
    const failing = Object.entries(checks).flatMap(([name, state]) => (state === 'ok' ? [] : [name]))
    if (failing.length === 0) return jsonAnswer({ status: 'ok', checks })
    return problem('unavailable', { detail: `Failing: ${failing.join(', ')}.`, more: { checks } })
  },
)

/** The secret is there and a cookie made with it opens again. */
async function canSignIn(): Promise<boolean> {
  try {
    authOptions()
    return (await openSessionCookie(await sealSessionId('health'))) === 'health'
  } catch (error) {
    console.error(`Sign-in does not work: ${withoutSecrets(error)}`)
    return false
  }
}
