import { createAlertChannel } from '@/lib/commands/alert-channels'
import { prisma } from '@/lib/db/client'
import { recordNotices } from '@/lib/db/notices'
import type { ChannelKind } from '@/lib/domain/alert-channel'
import type { Severity } from '@/lib/domain/findings/finding'
import { nano } from '@/lib/domain/money'
import type { Notice } from '@/lib/domain/notice'
import type { Actor, Role } from '@/lib/domain/viewer'

export const ALERT_TABLES = [
  ...['notices', 'alert_channels', 'alert_choices', 'alert_deliveries', 'alert_messages', 'alert_attempts'],
  ...['users', 'organizations', 'audit_entries'],
]

/** Something that happened, named by its number. */
export function happened(number: number, more: Partial<Notice> = {}): Notice {
  return {
    key: `finding ${number}`,
    kind: 'finding_opened',
    severity: 'high',
    organizationId: null,
    content: {
      title: `Alert number ${number}.`,
      sentence: `Key <b>“x” & co</b> spent $1,800.00 in alert ${number}.`,
      more: ['What is not closed yet is not counted.'],
      steps: [{ say: 'Unset it:', copy: 'unset ANTHROPIC_API_KEY' }, { say: 'Sign in again.' }],
      path: `/findings/${number}`,
      atStake: nano(1_800_000_000_000n),
      subject: { type: 'key', id: 'apikey_1', name: 'x' },
    },
    ...more,
  }
}

export function record(notices: readonly Notice[], now: Date): Promise<void> {
  return prisma().$transaction((tx) => recordNotices(tx, notices, now))
}

export function addPerson(name: string, role: Role, now: Date, more: { disabledAt?: Date } = {}) {
  return prisma().user.create({
    data: { name, email: `${name.toLowerCase()}@example.com`, role, createdAt: now, ...more },
  })
}

export function addChannel(
  actor: Actor,
  channel: {
    kind: ChannelKind
    url: string
    name?: string
    leastSeverity?: Severity
    weeklyReview?: boolean
  },
  now: Date,
) {
  const { name = channel.kind, leastSeverity = 'low', weeklyReview = true, ...rest } = channel
  const input = { ...rest, name, leastSeverity, weeklyReview, kinds: [], allowsPrivate: true }
  return createAlertChannel(actor, input, now)
}
