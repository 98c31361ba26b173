'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import {
  bringBackAlertChannel,
  deleteAlertChannel,
  rotateWebhookSecret,
  setAlertChannelEnabled,
} from '@/lib/commands/alert-channels'
import { chooseAlerts } from '@/lib/commands/alert-choices'
import { tryAgain } from '@/lib/commands/alert-messages'
import { CHANNEL_KINDS } from '@/lib/domain/alert-channel'
import { RHYTHMS } from '@/lib/domain/alert-choice'
import { SEVERITIES } from '@/lib/domain/findings/finding'
import { parseClockTime } from '@/lib/domain/local-clock'
import { NOTICE_KINDS } from '@/lib/domain/notice'
import { plainText } from '@/lib/parse-text'
import { addAlertChannel, editAlertChannel } from '@/lib/publish/alerts/save-channel'
import { sendLastReview, sendTestAlert } from '@/lib/publish/alerts/test-alert'
import { wakeAlerts } from '@/lib/publish/alerts/wake-alerts'

const PAGE = '/settings/alerts'

const kind = z.enum(NOTICE_KINDS)
/** All of them are stored as none: then kinds that come with a later version are in as well. */
const kinds = z
  .union([z.array(kind), kind.transform((one) => [one])], 'Choose at least one.')
  .transform((chosen) => (chosen.length === NOTICE_KINDS.length ? [] : chosen))
const checkbox = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')
const clockTime = z
  .string()
  .trim()
  .refine((text) => text === '' || parseClockTime(text) !== null, 'must be a time like 22:00')
  .transform((text) => text || null)
const wholeFrom = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
const filter = { kinds, least_severity: z.enum(SEVERITIES), weekly_review: checkbox }
const ids = z.object({ id: plainText(100) })

const choice = z
  .object({
    mail: checkbox,
    ...filter,
    kinds: kinds.optional(),
    rhythm: z.enum(RHYTHMS),
    digest_hour: wholeFrom(0, 23),
    digest_weekday: wholeFrom(1, 7),
    quiet_from: clockTime,
    quiet_to: clockTime,
    high_at_once: checkbox,
  })
  .refine(({ mail, kinds: chosen }) => !mail || chosen !== undefined, {
    path: ['kinds'],
    message: 'Choose at least one, or turn mail off.',
  })

export const saveOwnAlerts = formAction(choice, 'own_account', async ({ actor, input, now }) => {
  await chooseAlerts(
    actor,
    {
      mail: input.mail,
      kinds: input.kinds ?? [],
      leastSeverity: input.least_severity,
      weeklyReview: input.weekly_review,
      rhythm: input.rhythm,
      digestHour: input.digest_hour,
      digestWeekday: input.digest_weekday,
      quietFrom: input.quiet_from,
      quietTo: input.quiet_to,
      highAtOnce: input.high_at_once,
    },
    now,
  )
  revalidatePath(PAGE)
  wakeAlerts()
})

export const testMine = formAction(z.object({}), 'own_account', async ({ actor, now }) => {
  try {
    await sendTestAlert(actor, null, now)
  } finally {
    revalidatePath(PAGE)
  }
  return { sentence: 'The mail server took a test for you.' }
})

export const lastReview = formAction(z.object({}), 'own_account', async ({ actor, now }) => {
  try {
    await sendLastReview(actor, now)
  } finally {
    revalidatePath(PAGE)
  }
  return { sentence: 'The mail server took the last review for you.' }
})

const channel = {
  name: plainText(100),
  ...filter,
  allows_private: checkbox,
}

export const addChannel = formAction(
  z.object({ ...channel, kind: z.enum(CHANNEL_KINDS), address_secret: plainText(2000) }),
  'manage_alerts',
  async ({ actor, input, now }) => {
    const { secret } = await addAlertChannel(
      actor,
      {
        ...{ name: input.name, kind: input.kind, url: input.address_secret, kinds: input.kinds },
        ...{ leastSeverity: input.least_severity, weeklyReview: input.weekly_review },
        allowsPrivate: input.allows_private,
      },
      now,
    )
    revalidatePath(PAGE)
    return { name: input.name, secret }
  },
)

const keptOrNew = z
  .string()
  .trim()
  .max(2000, 'must be at most 2000 characters')
  .refine((text) => !text.includes('\u0000'), 'must not contain a NUL character')
  .transform((text) => text || null)

export const editChannel = formAction(
  z.object({ ...channel, id: plainText(100), address_secret: keptOrNew }),
  'manage_alerts',
  async ({ actor, input, now }) => {
    await editAlertChannel(
      actor,
      input.id,
      {
        ...{ name: input.name, url: input.address_secret, kinds: input.kinds },
        ...{ leastSeverity: input.least_severity, weeklyReview: input.weekly_review },
        allowsPrivate: input.allows_private,
      },
      now,
    )
    revalidatePath(PAGE)
    return { name: input.name, secret: null }
  },
)

export const testChannel = formAction(ids, 'manage_alerts', async ({ actor, input, now }) => {
  try {
    await sendTestAlert(actor, input.id, now)
  } finally {
    revalidatePath(PAGE)
  }
  return { sentence: 'It took a test.' }
})

export const turnChannel = formAction(
  z.object({ id: plainText(100), enabled: z.enum(['on', 'off']) }),
  'manage_alerts',
  async ({ actor, input, now }) => {
    await setAlertChannelEnabled(actor, input.id, input.enabled === 'on', now)
    revalidatePath(PAGE)
    wakeAlerts()
  },
)

export const rotateSecret = formAction(ids, 'manage_alerts', async ({ actor, input, now }) =>
  rotateWebhookSecret(actor, input.id, now),
)

export const removeChannel = formAction(ids, 'manage_alerts', async ({ actor, input, now }) => {
  await deleteAlertChannel(actor, input.id, now)
  revalidatePath(PAGE)
  redirect(`${PAGE}?deleted=${encodeURIComponent(input.id)}`)
})

export const bringChannelBack = formAction(ids, 'manage_alerts', async ({ actor, input, now }) => {
  await bringBackAlertChannel(actor, input.id, now)
  revalidatePath(PAGE)
  redirect(PAGE)
})

export const retryNow = formAction(ids, 'own_account', async ({ actor, input, now }) => {
  await tryAgain(actor, input.id, now)
  revalidatePath(PAGE)
  wakeAlerts()
})
