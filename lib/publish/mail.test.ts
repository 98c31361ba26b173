import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { invitationMail, passwordResetMail } from './account-mails'
import { canSendMail, mailOutcome, sendMail } from './mail'

const received: { from: string; to: string[]; message: string }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _session, done) =>
    done(address === 'refused@example.com' ? new Error('no such mailbox') : undefined),
  onData(stream, { envelope }, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      received.push({
        from,
        to: envelope.rcptTo.map(({ address }) => address),
        message: Buffer.concat(chunks).toString(),
      })
      done()
    })
  },
})

let url = ''
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(() => new Promise<void>((closed) => server.close(closed)))
afterEach(() => {
  vi.unstubAllEnvs()
  received.length = 0
})

const invited = {
  id: '1',
  email: 'max@example.com',
  role: 'member' as const,
  url: 'http://localhost:3000/join/abc-_',
  expiresAt: new Date(),
}

describe('a mail', () => {
  it('arrives as text and as simple HTML that loads nothing', async () => {
    vi.stubEnv('SMTP_URL', url)
    vi.stubEnv('MAIL_FROM', 'Onebill <onebill@example.com>')
    await sendMail(invitationMail(invited, 'Ada <b>Byron</b>'))
    expect(received).toHaveLength(1)
    const [mail] = received
    expect(mail).toMatchObject({ from: 'onebill@example.com', to: ['max@example.com'] })
    const text = (mail?.message ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
    expect(text).toMatch(/^Subject: Ada <b>Byron<\/b> invites you to Onebill\r$/m)
    expect(text).toContain('Content-Type: text/plain')
    expect(text).toContain('<a href="http://localhost:3000/join/abc-_">Join Onebill</a>')
    expect(text).toContain('Ada &lt;b&gt;Byron&lt;/b&gt; invites you')
    expect(text).not.toMatch(/<img|<link|src=/)
  })

  it('cannot be given another header or recipient through a name', async () => {
    vi.stubEnv('SMTP_URL', url)
    await sendMail(invitationMail(invited, 'Ada\r\nBcc: eve@example.com'))
    expect(received[0]?.to).toEqual(['max@example.com'])
    expect(received[0]?.message).not.toMatch(/^Bcc:/m)
  })

  it('says that it was not taken, without the address of the server or its password', async () => {
    vi.stubEnv('SMTP_URL', url.replace('//', '//user:hunter2@'))
    const refused = sendMail({ ...invitationMail(invited, 'Ada'), to: 'refused@example.com' })
    await expect(refused).rejects.toMatchObject({
      kind: 'upstream',
      message: expect.not.stringMatching(/hunter2/),
    })
  })

  it('is off without SMTP_URL, failed where nobody listens, and sent', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const mail = passwordResetMail({
      userId: '1',
      name: 'Max',
      email: 'max@example.com',
      url: 'http://localhost/reset/x',
    })
    vi.stubEnv('SMTP_URL', '')
    expect(canSendMail()).toBe(false)
    await expect(mailOutcome(mail)).resolves.toBe('off')
    vi.stubEnv('SMTP_URL', 'smtp://user:hunter2@127.0.0.1:1')
    await expect(mailOutcome(mail)).resolves.toBe('failed')
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/hunter2|reset\/x/)
    vi.stubEnv('SMTP_URL', url)
    await expect(mailOutcome(mail)).resolves.toBe('sent')
    log.mockRestore()
  })
})
