import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

interface ReceivedMail {
  to: string
  /** Its plain text, as a person reads it. */
  text: string
  html: string
}

export interface MailServer {
  url: string
  received: () => ReceivedMail[]
  /** The text of the last mail to this address, waiting for one. */
  to: (address: string) => Promise<string>
  stop: () => Promise<void>
}

/** Takes every mail and keeps it in memory. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const message = Buffer.concat(chunks).toString('utf8')
        const [text, html] = [partOf(message, 'text/plain'), partOf(message, 'text/html')]
        for (const { address } of session.envelope.rcptTo) received.push({ to: address, text, html })
        done()
        for (const check of waiting) check()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received: () => received,
    to: (address) =>
      new Promise((resolve) => {
        const check = () => {
          const mail = received.findLast(({ to }) => to === address)
          if (!mail) return
          waiting.delete(check)
          resolve(mail.text)
        }
        waiting.add(check)
        check()
      }),
    stop: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** One part of the message, out of quoted-printable (RFC 2045, 6.7). */
function partOf(message: string, type: string): string {
  const part = message.slice(message.indexOf(`Content-Type: ${type}`))
  const body = part.slice(part.indexOf('\r\n\r\n') + 4).split(/\r\n--/, 1)[0] ?? ''
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(part.slice(0, part.indexOf('\r\n\r\n'))))
    return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
