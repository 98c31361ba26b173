import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closedLine, closedWeek, TREND, WEEK_BEFORE } from '@/lib/domain/closed-week-under-test'
import { reviewNotice } from '@/lib/domain/review-digest'
import { reviewMail } from './review-mail'
import { reviewSlack } from './review-slack'

const PAST = { last: WEEK_BEFORE, trend: TREND }

beforeAll(() => vi.stubEnv('ONEBILL_URL', 'https://onebill.example/'))
afterAll(() => vi.unstubAllEnvs())

function told(review = closedWeek(), past = PAST) {
  const { title, digest } = reviewNotice(review, past).content
  return { mail: reviewMail(title, digest), slack: reviewSlack(title, digest) }
}

interface Block {
  type: string
  text?: { text: string; type: string; verbatim?: boolean }
  fields?: { text: string }[]
}

const blocksOf = (slack: string) => (JSON.parse(slack) as { blocks: Block[] }).blocks

describe('a digest by mail', () => {
  it('has the same sentences in text and HTML, and colours for the dark at each element', () => {
    const { subject, text, html } = told().mail
    expect(subject).toBe('Week 46 is closed: $12,845.61 (+$2,202.51), 13 to decide')
    expect(text).toContain(
      [
        '                This week  Week before      Change',
        'Plan fees         $700.33      $700.33    the same',
        'Usage credits      $50.12        $0.00     +$50.12',
      ].join('\n'),
    )
    for (const line of text.split('\n').filter((one) => one.startsWith('- ')))
      expect(html.replace(/<\/?span[^>]*>/g, '')).toContain(`${line.slice(2)}</li>`)
    expect(html).toContain('>−$402.71</span> (−31\u202f%)')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    const [, light = '', dark = ''] =
      /<style>(.*)@media \(prefers-color-scheme:dark\)\{(.*?\})\}/.exec(html) ?? []
    expect(light).toContain('color-scheme:light dark')
    const used = new Set([...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names = '']) => names.split(' ')))
    for (const name of used)
      expect(dark).toMatch(new RegExp(`\\.${name}\\{[a-z-]*color:#[0-9a-f]{6} !important\\}`))
    for (const [, style = ''] of html.matchAll(/class="[^"]+" style="([^"]*)"/g))
      expect(style).toMatch(/color:#[0-9a-f]{6}/)
  })

  it('loads and runs nothing', () => {
    const { html } = told().mail
    expect(html).not.toMatch(/<(img|script|link|iframe|object|form|video)|url\(|@import|@font-face|\son\w+=/i)
    const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address)
    expect(new Set(addresses)).toEqual(
      new Set(['https://onebill.example/review/2026-W46', 'https://onebill.example/settings/alerts']),
    )
  })

  it('says of what is not known that it is not', () => {
    const total = { ...closedWeek().figures.total, before: null }
    const { mail, slack } = told(closedWeek({ total, reasons: null }))
    expect(mail.text).toMatch(/^Total +\$12,845\.61 +not known +not known$/m)
    expect(mail.text).toContain('What the week before came to is not wholly known.')
    expect(mail.html).toContain('>not known</td>')
    expect(slack).toContain('Week before: not known')
    expect(mail.subject).toBe('Week 46 is closed: $12,845.61, 13 to decide')
  })
})

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; background:url(https://evil.example/)",
  '<!channel> <@U1> <https://evil.example|here>',
  '&lt;b&gt; &amp;',
  'two\r\nBcc: evil@example.com\r\n\r\nlines',
  '\u202egnp.exe\u2066',
  'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFG',
  `${'long '.repeat(2000)}<!here>`,
]

describe('names of others', () => {
  it.each(HOSTILE)('%s are words and nothing else', (name) => {
    const sentence = `“${name}” cost $12.34, +$5.00 (+68\u202f%) against the week before.`
    const lines = [
      closedLine('mover', sentence, 500n),
      closedLine('finding', sentence, 100n),
      { ...closedLine('new_key', sentence, 100n), carriedFrom: name },
    ]
    const { mail, slack } = told(closedWeek({}, lines), { ...PAST, last: { ...WEEK_BEFORE, signedBy: name } })
    const tagsOf = (html: string) => new Set(html.match(/<[a-z!/][a-z0-9]*/gi))
    expect(tagsOf(mail.html)).toEqual(tagsOf(told().mail.html))
    expect(mail.html).not.toMatch(/<[^>]*evil\.example/)
    expect(mail.html).not.toMatch(/<[^>]*\sonerror/)
    for (const out of [mail.text, mail.html, slack]) expect(out).not.toContain('sk-ant-api03-abcdef')
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.text).not.toMatch(/^Bcc:/m)
    expect(slack).not.toMatch(/<[!@#]/)
    const links = [...slack.matchAll(/<(https?:[^|>]*)/g)].map(([, address]) => address)
    expect(new Set(links)).toEqual(new Set(['https://onebill.example/review/2026-W46']))
    for (const { text, fields, type } of blocksOf(slack)) {
      if (type === 'header') expect(text?.text.length).toBeLessThanOrEqual(150)
      expect(text?.text.length ?? 1).toBeGreaterThan(0)
      for (const part of [text?.text, ...(fields ?? []).map((field) => field.text)])
        expect(part?.length ?? 0).toBeLessThanOrEqual(3000)
      if (text?.type === 'mrkdwn') expect(text.verbatim).toBe(true)
    }
    expect(blocksOf(slack).length).toBeLessThanOrEqual(50)
  })

  it('that are long are cut between words, so that no amount loses a digit', () => {
    const long = `“${'word '.repeat(55)}” cost $12,345.67 more.`
    for (let cut = 0; cut < 20; cut += 1) {
      const line = closedLine('mover', `${'x'.repeat(cut)} ${long}`, 500n)
      const { text } = told(closedWeek({}, [line])).mail
      const [, said = ''] = /^- (.*)$/m.exec(text) ?? []
      expect([...said].length).toBeLessThanOrEqual(281)
      expect(said.match(/\$\S*/)?.[0] ?? '$12,345.67').toMatch(/^\$12,345\.67…?$/)
    }
  })
})
