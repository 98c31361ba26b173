import { createTransport } from 'nodemailer'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'

const TIMEOUT_MS = 15_000

export interface Mail {
  to: string
  subject: string
  /** One text for each paragraph. */
  paragraphs: string[]
  /** The one thing to do, as a link on a line of its own. */
  link: { words: string; url: string }
}

/** Whether this installation can send mail at all. */
export function canSendMail(): boolean {
  return environment().SMTP_URL !== undefined
}

/** A mail as it goes out; `messageId` without angle brackets, made up by the mailer where it is left out. */
export interface WholeMail {
  to: string
  subject: string
  text: string
  html: string
  messageId?: string
  headers?: Record<string, string>
}

/** Sends plain text with the same in simple HTML; nothing is loaded from anywhere, so nothing tells that it was read. */
export function sendMail({ to, subject, paragraphs, link }: Mail): Promise<void> {
  return handOver({ to, subject, text: asText(paragraphs, link), html: asHtml(paragraphs, link) })
}

/** Gives a mail to the mail server; what it says when it does not take it is the cause of the error. */
export async function handOver({ messageId, ...mail }: WholeMail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, ONEBILL_URL } = environment()
  if (!SMTP_URL) throw new ExpectedError('unavailable', 'SMTP_URL is not set: this Onebill cannot send mail.')
  const from = MAIL_FROM ?? `Onebill <onebill@${ONEBILL_URL ? new URL(ONEBILL_URL).hostname : 'localhost'}>`
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from, ...mail, ...(messageId && { messageId: `<${messageId}>` }) })
  } catch (cause) {
    throw new ExpectedError('upstream', 'The mail server did not take the message. Check SMTP_URL.', {
      cause,
    })
  } finally {
    transport.close()
  }
}

/** For a link that is shown as well: what became of the mail, which must not undo what was done. */
export async function mailOutcome(mail: Mail): Promise<'off' | 'sent' | 'failed'> {
  if (!canSendMail()) return 'off'
  try {
    await sendMail(mail)
    return 'sent'
  } catch (error) {
    process.stderr.write(`A mail was not sent: ${withoutSecrets(error)}\n`)
    return 'failed'
  }
}

function asText(paragraphs: string[], { words, url }: Mail['link']): string {
  return `${[...paragraphs, `${words}:\n${url}`].join('\n\n')}\n`
}

function asHtml(paragraphs: string[], { words, url }: Mail['link']): string {
  const lines = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
  return `<!doctype html><html lang="en"><body>${lines.join('')}<p><a href="${escapeHtml(url)}">${escapeHtml(words)}</a></p></body></html>`
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
