import { createHmac } from 'node:crypto'
import type { ToldNotice } from '@/lib/commands/alert-messages'
import { formatUsdExact } from '@/lib/domain/money'
import { toldAlert } from './told-alert'

/** The body of a webhook as Standard Webhooks has it: `finding_opened` is told as `finding.opened`. */
export function webhookEvent(notice: ToldNotice): string {
  const { title, sentences, steps, organization, url } = toldAlert(notice)
  const [sentence = '', ...more] = sentences
  const { subject, atStake } = notice.content
  return JSON.stringify({
    type: notice.kind.replace('_', '.'),
    timestamp: notice.at.toISOString(),
    data: {
      key: notice.key,
      severity: notice.severity,
      title,
      sentence,
      more,
      steps: steps.map(({ say, copy }) => (copy === null ? { say } : { say, copy })),
      at_stake_usd: atStake === null ? null : formatUsdExact(atStake),
      subject: { type: subject.type, id: subject.id },
      organization: notice.organizationId === null ? null : { id: notice.organizationId, name: organization },
      url,
    },
  })
}

/**
 * The headers a receiver checks (Standard Webhooks 1.0): HMAC-SHA-256 over id, seconds and body, by each secret that holds.
 * The id is the same at each try.
 */
export function signatureHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
