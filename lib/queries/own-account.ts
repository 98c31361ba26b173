import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'

export interface OwnAccount {
  hasPassword: boolean
  /** Chosen; null = that of the browser. */
  timeZone: string | null
  /** When two-factor was turned on; null = it is off. */
  twoFactorSince: Date | null
  recoveryCodesLeft: number
}

/** What the person who is signed in may know of themselves. */
export async function getOwnAccount(viewer: Viewer): Promise<OwnAccount> {
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: viewer.id ?? '' },
    select: {
      passwordHash: true,
      timeZone: true,
      totpSince: true,
      _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
    },
  })
  return {
    hasPassword: user.passwordHash !== null,
    timeZone: user.timeZone,
    twoFactorSince: user.totpSince,
    recoveryCodesLeft: user._count.recoveryCodes,
  }
}

/** The mail address of whoever is signed in; empty for tokens and the system. */
export async function getOwnEmail({ kind, id }: Viewer): Promise<string> {
  if (kind !== 'user' || id === null) return ''
  const user = await prisma().user.findUnique({ where: { id }, select: { email: true } })
  return user?.email ?? ''
}
