import { channelAddress, channelSecrets } from '@/lib/commands/alert-channel-secrets'
import type { ClaimedMessage, Recipient, Sent } from '@/lib/commands/alert-messages'
import { environment, publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { handOver } from '../mail'
import { toldText } from '../told-text'
import { alertMail, type AlertMail } from './alert-mail'
import { postToTarget, type TargetAnswer } from './post-to-target'
import { reviewMail } from './review-mail'
import { reviewSlack } from './review-slack'
import { pageUrl } from './told-alert'
import { slackMessage } from './slack-message'
import { signatureHeaders, webhookEvent } from './webhook-event'

type MailRecipient = Extract<Recipient, { kind: 'mail' }>
type ChannelRecipient = Exclude<Recipient, { kind: 'mail' }>

/** What became of it; `isGone`: the other side says that nobody is there any more. */
export type SentTo = Sent & { isGone?: boolean }

/** Hands one message over. Never throws for what the other side does: that is an outcome. */
export async function sendMessage(message: ClaimedMessage, now: Date): Promise<SentTo> {
  const { id, recipient, notices } = message
  const [first] = notices
  const digest = first?.content.digest
  if (recipient.kind === 'mail')
    return sendAlertMail(id, recipient, digest ? reviewMail(first.content.title, digest) : alertMail(notices))
  if (recipient.kind === 'slack' || !first) {
    const body = digest ? reviewSlack(first.content.title, digest) : slackMessage(notices)
    return callChannel(id, recipient, body, now)
  }
  return callChannel(id, recipient, webhookEvent(first), now)
}

async function sendAlertMail(id: string, { address }: MailRecipient, mail: AlertMail): Promise<SentTo> {
  try {
    await handOver({
      ...mail,
      to: address,
      messageId: `alert-${id}@${new URL(publicUrl()).hostname}`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': `<${pageUrl('/settings/alerts')}>`,
      },
    })
    return { outcome: 'delivered' }
  } catch (error) {
    return mailFailure(error)
  }
}

/** Of the message or its receiver, where another try changes nothing; an error of the sign-in there may well be mended. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE']

function mailFailure(error: unknown): SentTo {
  const cause = (error instanceof Error ? error.cause : null) as {
    code?: string
    responseCode?: number
    response?: string
  } | null
  const answer = cause?.response ? toldText(cause.response, 150) : (cause?.code ?? '')
  return {
    outcome: 'failed',
    failure: cause
      ? `The mail server did not take it${answer ? `: ${answer}` : ''}.`
      : error instanceof ExpectedError
        ? error.message
        : 'The mail could not be handed over.',
    isFinal: (cause?.responseCode ?? 0) >= 500 && ABOUT_THE_MAIL.includes(cause?.code ?? ''),
  }
}

async function callChannel(
  id: string,
  { kind, channel, allowsPrivate }: ChannelRecipient,
  body: string,
  now: Date,
): Promise<SentTo> {
  try {
    const secretKey = environment().ONEBILL_SECRET_KEY ?? ''
    const url = channelAddress(channel, secretKey)
    const secrets = channelSecrets(channel, secretKey, now)
    const headers = kind === 'webhook' ? signatureHeaders(id, body, secrets, now) : {}
    return outcomeOf(await postToTarget({ url, allowsPrivate, headers, body }), kind, new URL(url).host)
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    return { outcome: 'failed', failure: error.message }
  }
}

function outcomeOf(
  { status, body, retryAfter }: TargetAnswer,
  kind: 'slack' | 'webhook',
  host: string,
): SentTo {
  if (status >= 200 && status < 300) return { outcome: 'delivered' }
  const said = kind === 'slack' && /^\w{1,60}$/.test(body.trim()) ? ` (${toldText(body, 60)})` : ''
  if (status === 410)
    return {
      outcome: 'failed',
      failure: `${host} answered 410: nobody is there any more${said}. The channel was turned off.`,
      isFinal: true,
      isGone: true,
    }
  if (status >= 300 && status < 400)
    return {
      outcome: 'failed',
      failure: `${host} answered ${status}, a redirect. Those are not followed: enter the address it leads to.`,
    }
  return {
    outcome: 'failed',
    failure: `${host} answered ${status}${said}.`,
    waitMs: status === 429 || status === 503 ? waitOf(retryAfter) : null,
  }
}

/** Retry-After in seconds, or as a date, as milliseconds from now. */
function waitOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}
