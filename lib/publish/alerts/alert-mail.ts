import type { ToldNotice } from '@/lib/commands/alert-messages'
import { escapeHtml } from '../mail'
import { pageUrl, SEVERITY_WORDS, type ToldAlert, toldAlert } from './told-alert'

export interface AlertMail {
  subject: string
  text: string
  html: string
}

/** A paragraph, or lines that stand close together; `code` is to be copied. */
type Block = { text: string } | { heading: string } | { code: string } | { link: string; url: string }

/** One alert, or several that were due at the same time, as text and the same in simple HTML that loads nothing. */
export function alertMail(notices: readonly ToldNotice[]): AlertMail {
  const alerts = notices.map(toldAlert)
  const [first] = alerts
  const subject =
    alerts.length === 1 && first ? first.title : `${alerts.length} alerts: ${first?.title ?? ''} and others`
  const blocks = [...(alerts.length > 1 ? [{ text: countWords(alerts) }] : []), ...alerts.flatMap(blocksOf)]
  return whole(subject, blocks)
}

function blocksOf(alert: ToldAlert, _index: number, all: readonly ToldAlert[]): Block[] {
  const many = all.length > 1
  const facts = [
    `${SEVERITY_WORDS[alert.severity]}`,
    ...(alert.organization ? [alert.organization] : []),
    ...(alert.atStake ? [`at stake: ${alert.atStake}`] : []),
  ].join(' · ')
  return [
    ...(many ? [{ heading: alert.title }] : []),
    { text: facts },
    ...alert.sentences.map((text) => ({ text })),
    ...(alert.steps.length > 0 ? [{ text: 'What to do:' }] : []),
    ...alert.steps.flatMap(({ say, copy }, index) => [
      { text: `${index + 1}. ${say}` },
      ...(copy === null ? [] : [{ code: copy }]),
    ]),
    { link: 'Read it in Onebill', url: alert.url },
  ]
}

function countWords(alerts: readonly ToldAlert[]): string {
  const count = (severity: ToldAlert['severity']) =>
    alerts.filter((alert) => alert.severity === severity).length
  const parts = (['high', 'medium', 'low'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}`)
  return `${alerts.length} alerts were due at the same time: ${parts.join(', ')}.`
}

function whole(subject: string, blocks: readonly Block[]): AlertMail {
  const stop = { link: 'Which alerts you get, and how to stop them', url: pageUrl('/settings/alerts') }
  const all = [...blocks, stop]
  return {
    subject,
    text: `${all.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body>${all.map(asHtml).join('')}</body></html>`,
  }
}

function asText(block: Block): string {
  if ('link' in block) return `${block.link}:\n${block.url}`
  if ('heading' in block) return `== ${block.heading} ==`
  return 'code' in block ? `    ${block.code}` : block.text
}

function asHtml(block: Block): string {
  if ('link' in block) return `<p><a href="${escapeHtml(block.url)}">${escapeHtml(block.link)}</a></p>`
  if ('heading' in block) return `<h2>${escapeHtml(block.heading)}</h2>`
  return 'code' in block ? `<pre>${escapeHtml(block.code)}</pre>` : `<p>${escapeHtml(block.text)}</p>`
}
