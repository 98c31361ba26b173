import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ArrivedMail {
  to: string
  subject: string
  messageId: string
  /** The message out of quoted-printable, soft line breaks joined. */
  text: string
}

/** A mail server on loopback: `ok` takes all, `busy` answers 451 when it has a mail whole, `stuck` never answers who sends. */
export async function startMailbox() {
  const arrived: ArrivedMail[] = []
  const state = { mode: 'ok' as 'ok' | 'busy' | 'stuck' | 'refusing', refused: 0, stuck: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom(_address, _session, done) {
      if (state.mode === 'stuck') state.stuck += 1
      else done()
    },
    onRcptTo(_address, _session, done) {
      if (state.mode === 'refusing') done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
      else done()
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (state.mode === 'busy') {
          state.refused += 1
          done(Object.assign(new Error('try again later'), { responseCode: 451 }))
          return
        }
        for (const { address } of envelope.rcptTo)
          arrived.push({ to: address, ...readMail(Buffer.concat(chunks).toString('utf8')) })
        done()
      })
    },
  })
  server.on('error', () => {}) // whoever was killed left in the middle of a sentence
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrived,
    state,
    stop: () => new Promise<void>((closed) => server.close(closed)),
  }
}

function readMail(message: string): Omit<ArrivedMail, 'to'> {
  const bytes = message
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  const header = (name: string) => new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(message)?.[1] ?? ''
  return {
    subject: readWords(header('Subject').replace(/\r\n[ \t]/g, ' ')),
    messageId: header('Message-ID').trim(),
    text: Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n'),
  }
}

/** RFC 2047: what is not ASCII in a header. */
function readWords(header: string): string {
  return header
    .replace(/(\?=) (?==\?)/g, '$1')
    .replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, encoding: string, text: string) => {
      if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64').toString('utf8')
      const bytes = text
        .replaceAll('_', ' ')
        .replace(/=([0-9A-F]{2})/gi, (_hex, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      return Buffer.from(bytes, 'latin1').toString('utf8')
    })
}

export interface ArrivedCall {
  id: string
  headers: Record<string, string>
  body: string
}

/** A server on loopback for webhooks; while it is held it takes calls without answering them. */
export async function startHook() {
  const arrived: ArrivedCall[] = []
  const held = new Set<ServerResponse>()
  const state = { status: 200, headers: {} as Record<string, string>, body: 'ok', isHeld: false }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      const body = Buffer.concat(chunks).toString('utf8')
      arrived.push({ id: headers['webhook-id'] ?? '', headers, body })
      if (state.isHeld) held.add(response)
      else response.writeHead(state.status, state.headers).end(state.body)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/very-secret-hook`,
    arrived,
    state,
    /** Answers whoever waits, and everybody from now on. */
    letGo() {
      state.isHeld = false
      for (const response of held) response.writeHead(state.status, state.headers).end(state.body)
      held.clear()
    },
    stop() {
      server.closeAllConnections()
      return new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

/** As a receiver checks it, by the words of Standard Webhooks. */
export function isSignedWith(secret: string, { headers, body }: ArrivedCall): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', key).update(signed).digest()
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected))
}
