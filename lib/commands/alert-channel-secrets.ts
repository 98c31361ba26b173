import { randomBytes } from 'node:crypto'
import { openSecret, sealSecret } from '@/lib/sealed-secret'
import { ExpectedError } from '@/lib/errors'

const SECRET_BYTES = 32

/** A secret as Standard Webhooks writes it. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}

export interface SealedChannel {
  id: string
  sealedUrl: string | null
  sealedSecret: string | null
  sealedPreviousSecret: string | null
  previousUntil: Date | null
}

export function sealAddress(id: string, url: string, secretKey: string): string {
  return sealSecret(url, `alert-channel-url:${id}`, secretKey)
}

export function sealWebhookSecret(id: string, secret: string, secretKey: string): string {
  return sealSecret(secret, `alert-channel-secret:${id}`, secretKey)
}

export function channelAddress({ id, sealedUrl }: SealedChannel, secretKey: string): string {
  if (sealedUrl === null)
    throw new ExpectedError('unavailable', 'The address of this channel has to be entered again.')
  return openSecret(sealedUrl, `alert-channel-url:${id}`, secretKey)
}

/** The present secret, then the one before while it still signs; none for what is not signed. */
export function channelSecrets(
  { id, sealedSecret, sealedPreviousSecret, previousUntil }: SealedChannel,
  secretKey: string,
  now: Date,
): string[] {
  const previous = previousUntil !== null && previousUntil > now ? sealedPreviousSecret : null
  return [sealedSecret, previous].flatMap((sealed) =>
    sealed === null ? [] : openSecret(sealed, `alert-channel-secret:${id}`, secretKey),
  )
}
