import { prisma } from '@/lib/db/client'
import type { Role } from '@/lib/domain/viewer'
import { tokenHash } from '@/lib/opaque-token'
import { countAttempt } from './attempt-limit'
import type { AskingBrowser } from './asking-browser'

const PER_ADDRESS = 50

/** Whom an invitation is for; null for a link that does not work. Looking does not use it up. */
export async function invitationBehind(
  token: string,
  now: Date,
): Promise<{ email: string; role: Role } | null> {
  const invitation = await prisma().invitation.findUnique({ where: { tokenHash: tokenHash(token) } })
  if (!invitation || invitation.usedAt || invitation.revokedAt || invitation.expiresAt <= now) return null
  return { email: invitation.email, role: invitation.role }
}

/** Whose password a link sets; null for a link that does not work. Looking does not use it up. */
export async function resetBehind(token: string, now: Date): Promise<{ name: string; email: string } | null> {
  const reset = await prisma().passwordReset.findUnique({
    where: { tokenHash: tokenHash(token) },
    include: { user: true },
  })
  if (!reset || reset.usedAt || reset.expiresAt <= now || reset.user.disabledAt) return null
  return { name: reset.user.name, email: reset.user.email }
}

/** Before a link is used: whoever tries many has to wait. `at` is real time. */
export function countLinkAttempt(browser: AskingBrowser, at: Date) {
  return countAttempt([{ subject: `link:${browser.address}`, limit: PER_ADDRESS }], at)
}

const RESETS_PER_EMAIL = 5
const RESETS_PER_ADDRESS = 20

/** Before a mail is asked for: each one counts, whether somebody has this e-mail or not. */
export async function countResetRequest(email: string, browser: AskingBrowser, at: Date): Promise<void> {
  await countAttempt(
    [
      { subject: `reset:${email}`, limit: RESETS_PER_EMAIL },
      { subject: `reset-address:${browser.address}`, limit: RESETS_PER_ADDRESS },
    ],
    at,
  )
}
