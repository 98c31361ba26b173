import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { ExpectedError } from '@/lib/errors'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts a text for storage: AES-256-GCM under a key derived from `secretKey` (ONEBILL_SECRET_KEY) with HKDF-SHA-256.
 * `purpose` says what it is for (`connection:<organization id>`) and is bound in: a value moved elsewhere does not open.
 * Gives `v1.<iv>.<tag>.<data>` in base64url; every call another one.
 */
export function sealSecret(text: string, purpose: string, secretKey: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(secretKey), iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(purpose, 'utf8'))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [VERSION, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.')
}

/** The text `sealSecret` was given; throws ExpectedError 'unavailable' when the value, purpose or key is not the same. */
export function openSecret(sealed: string, purpose: string, secretKey: string): string {
  const [version, ...parts] = sealed.split('.')
  const [iv, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (
    version !== VERSION ||
    parts.length !== 3 ||
    iv?.length !== IV_BYTES ||
    tag?.length !== TAG_BYTES ||
    !data
  ) {
    throw cannotOpen()
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', encryptionKey(secretKey), iv, {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(purpose, 'utf8'))
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw cannotOpen(cause)
  }
}

/** Tells one secret key from another without giving it away; stored, so that a wrong key is noticed at start. */
export function secretKeyFingerprint(secretKey: string): string {
  return derive(secretKey, 'onebill fingerprint v1', 16).toString('hex')
}

function encryptionKey(secretKey: string): Buffer {
  return derive(secretKey, 'onebill sealed secret v1', 32)
}

function derive(secretKey: string, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', info, bytes))
}

function cannotOpen(cause?: unknown): ExpectedError {
  return new ExpectedError(
    'unavailable',
    'A stored secret cannot be opened: ONEBILL_SECRET_KEY is not the one it was stored with, or the stored value was changed. ' +
      'Start with the original key, or replace the Admin key under Settings → Connections.',
    { cause },
  )
}
