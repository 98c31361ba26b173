import type { ToldNotice } from '@/lib/commands/alert-messages'
import { pageUrl, SEVERITY_WORDS, type ToldAlert, toldAlert } from './told-alert'

/** Slack takes 50 blocks of up to 3,000 characters of text. */
const MOST_BLOCKS = 48
const MOST_TEXT = 2900
const MOST_TOLD = 12

/** Slack's payload for an incoming webhook: blocks, and the same in a few words for notifications. */
export function slackMessage(notices: readonly ToldNotice[]): string {
  const alerts = notices.map(toldAlert)
  const [first] = alerts
  const text =
    alerts.length === 1 ? (first?.title ?? '') : `${alerts.length} alerts: ${first?.title ?? ''} and others`
  const told = alerts.slice(0, MOST_TOLD)
  const left = alerts.length - told.length
  const blocks = [
    ...told.flatMap((alert) => blocksOf(alert, alerts.length === 1)),
    ...(left > 0
      ? [section(`And ${left} more: <${escaped(pageUrl('/findings'))}|see them in Onebill>`)]
      : []),
  ]
  return JSON.stringify({ text: escaped(text), blocks: blocks.slice(0, MOST_BLOCKS) })
}

function blocksOf(alert: ToldAlert, alone: boolean) {
  const facts = [
    SEVERITY_WORDS[alert.severity],
    alert.organization,
    alert.atStake && `at stake: ${alert.atStake}`,
  ]
  const sentences = alone ? alert.sentences : alert.sentences.slice(0, 1)
  const steps = alert.steps.map(
    ({ say, copy }, index) =>
      `${index + 1}. ${escaped(say)}${copy === null ? '' : `\n\`${escaped(copy).replaceAll('`', "'")}\``}`,
  )
  return [
    section(
      `*<${escaped(alert.url)}|${escaped(alert.title).replaceAll('|', '¦')}>*\n${sentences.map(escaped).join('\n')}`,
    ),
    ...(alone && steps.length > 0 ? [section(steps.join('\n'))] : []),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: facts
            .filter((fact) => fact !== null)
            .map(escaped)
            .join(' · '),
        },
      ],
    },
  ]
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text: text.slice(0, MOST_TEXT) } }
}

/** The three signs Slack reads as its own, so that no name calls everybody (`<!channel>`). */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
