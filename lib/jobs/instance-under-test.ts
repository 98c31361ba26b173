import { viewerOfToken } from '@/lib/auth/api-token'
import { openSession } from '@/lib/auth/open-session'
import { closeDatabase } from '@/lib/db/client'
import { currentTime } from '@/lib/env'
import { wakeAlerts } from '@/lib/publish/alerts/wake-alerts'
import { requestSync, wakeSync } from '@/lib/sync/request-sync'
import { startJobs, stopJobs } from './schedule'

/** An app instance of its own without the web: its jobs, and what its doors would say. Ends when its parent lets go. */
export type Question = { ask: 'sync' } | { ask: 'alerts' } | { ask: 'who'; cookie: string; token: string }

process.on('message', (question: Question) => {
  if (question.ask === 'alerts') wakeAlerts()
  else void answer(question).then((told) => process.send?.(told))
})
process.on('disconnect', () => void stopJobs().then(closeDatabase))
startJobs()
process.send?.('ready')

async function answer(question: Exclude<Question, { ask: 'alerts' }>) {
  const now = currentTime()
  if (question.ask === 'who') {
    const session = await openSession(question.cookie, now)
    const token = await viewerOfToken(question.token, now)
    return { session: session?.viewer.name ?? null, token: token?.name ?? null }
  }
  const { id } = await requestSync({ organizationId: null, requestedBy: `process ${process.pid}`, now })
  wakeSync()
  return { id }
}
