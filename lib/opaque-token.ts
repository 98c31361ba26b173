import { createHash, createHmac, randomBytes } from 'node:crypto'
import { environment } from '@/lib/env'

/** 256 random bits as 43 base64url characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored instead of a token. Its 256 random bits need no salt and no slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * What is stored of an API token: keyed with AUTH_SECRET, so that a copy of the database under another one lets none in. Made
 * over the plain hash, which older versions stored: those can be keyed without knowing the tokens.
 */
export function apiTokenHash(token: string): string {
  return keyedTokenHash(tokenHash(token))
}

export function keyedTokenHash(plainHash: string): string {
  const { AUTH_SECRET } = environment()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set: start through npm start')
  return `v2.${createHmac('sha256', `onebill api token v2 ${AUTH_SECRET}`).update(plainHash).digest('hex')}`
}
