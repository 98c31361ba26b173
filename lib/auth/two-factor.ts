import { Secret, TOTP } from 'otpauth'
import {
  confirmWithRecoveryCode,
  confirmWithStep,
  enableTwoFactor,
  prepareTwoFactor,
  takeCode,
} from '@/lib/commands/two-factor'
import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { openSecret, sealSecret } from '@/lib/sealed-secret'
import { countAttempt } from './attempt-limit'
import { qrCode, type QrCode } from './qr-code'

const PERIOD_SECONDS = 30
const SECRET_BYTES = 20 // as the HMAC-SHA-1 under it (RFC 4226, R6)
const PER_PERSON = 10

export interface TwoFactorSetup {
  /** `otpauth://…`, for a click on the phone itself. */
  address: string
  /** In groups of four, for typing. */
  secret: string
  qr: QrCode
}

/** A new secret for the viewer's authenticator. It is in force once `confirmSetup` was given a code made with it. */
export async function beginSetup(viewer: Viewer, email: string, now: Date): Promise<TwoFactorSetup> {
  const secret = new Secret({ size: SECRET_BYTES })
  await prepareTwoFactor(viewer, sealSecret(secret.base32, purposeOf(viewer.id ?? ''), secretKey()), now)
  const address = authenticator(secret, email).toString()
  return { address, secret: (secret.base32.match(/.{1,4}/g) ?? []).join(' '), qr: qrCode(address) }
}

/** `at` is real time, for the limit. */
export async function confirmSetup(
  viewer: Viewer,
  { sessionId, code }: { sessionId: string; code: string },
  now: Date,
  at: Date,
): Promise<{ recoveryCodes: string[] }> {
  const attempt = await countAttempt(limitsOf(viewer.id ?? ''), at)
  const { sealedTotp } = await prisma().user.findUniqueOrThrow({ where: { id: viewer.id ?? '' } })
  if (sealedTotp === null) throw new ExpectedError('conflict', 'Begin the setup first.')
  const step = stepOf(sealedTotp, viewer.id ?? '', code, now)
  if (step === null) throw wrongCode()
  await attempt.succeeded()
  return enableTwoFactor(viewer, { step, sealedTotp, sessionId }, now)
}

/** The second step of signing in: a code of the authenticator or a recovery code makes the session count. */
export async function giveSecondFactor(
  session: { id: string; viewer: Viewer },
  code: string,
  now: Date,
  at: Date,
): Promise<void> {
  const { viewer, id: sessionId } = session
  const attempt = await countAttempt(limitsOf(viewer.id ?? ''), at)
  const given = await readCode(viewer.id ?? '', code, now)
  const taken =
    given !== null &&
    ('step' in given
      ? await confirmWithStep(viewer, { sessionId, step: given.step }, now)
      : await confirmWithRecoveryCode(viewer, { sessionId, code: given.recoveryCode }, now))
  if (!taken) throw wrongCode()
  await attempt.succeeded()
}

/** For changes that ask for the code again. Uses it up. */
export async function requireOwnCode(viewer: Viewer, code: string, now: Date, at: Date): Promise<void> {
  const attempt = await countAttempt(limitsOf(viewer.id ?? ''), at)
  const given = await readCode(viewer.id ?? '', code, now)
  if (given === null || !(await takeCode(viewer, given, now))) throw wrongCode()
  await attempt.succeeded()
}

type Given = { step: bigint } | { recoveryCode: string }

/** Six digits are a code of the authenticator, anything longer a recovery code; null for what can be neither. */
async function readCode(userId: string, code: string, now: Date): Promise<Given | null> {
  const { sealedTotp, totpSince } = await prisma().user.findUniqueOrThrow({ where: { id: userId } })
  if (sealedTotp === null || totpSince === null) return null
  if (digitsOf(code) === null) return { recoveryCode: code }
  const step = stepOf(sealedTotp, userId, code, now)
  return step === null ? null : { step }
}

/** The 30-second step a code is of, one before and one after now allowed for clocks that differ (RFC 6238, 5.2). */
function stepOf(sealedTotp: string, userId: string, code: string, now: Date): bigint | null {
  const token = digitsOf(code)
  if (token === null) return null
  const secret = Secret.fromBase32(openSecret(sealedTotp, purposeOf(userId), secretKey()))
  const delta = authenticator(secret, '').validate({ token, timestamp: now.getTime(), window: 1 })
  if (delta === null) return null
  return BigInt(Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta)
}

function digitsOf(code: string): string | null {
  const digits = code.replace(/\s/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

function authenticator(secret: Secret, label: string): TOTP {
  return new TOTP({
    issuer: 'Onebill',
    label: label || 'Onebill',
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret,
  })
}

function limitsOf(userId: string) {
  return [{ subject: `code:${userId}`, limit: PER_PERSON }]
}

function purposeOf(userId: string): string {
  return `totp:${userId}`
}

function secretKey(): string {
  const { ONEBILL_SECRET_KEY } = environment()
  if (!ONEBILL_SECRET_KEY) throw new Error('ONEBILL_SECRET_KEY is not set: start through npm start')
  return ONEBILL_SECRET_KEY
}

function wrongCode(): ExpectedError {
  return new ExpectedError(
    'invalid',
    'This code is not the right one, or it was used already. Wait for the next one your authenticator shows.',
    { parameter: 'code' },
  )
}
