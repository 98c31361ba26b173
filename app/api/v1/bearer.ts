import { viewerOfToken } from '@/lib/auth/api-token'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { countAttempt } from '@/lib/auth/attempt-limit'
import type { Permission, Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** Who sends this request, by its bearer token alone: cookies never count here. Throws `unauthenticated` or `forbidden`. */
export async function requireBearer(request: Request, permission: Permission, now: Date): Promise<Viewer> {
  const header = request.headers.get('authorization')
  if (header === null)
    throw new ExpectedError('unauthenticated', 'Send a token as Authorization: Bearer onebill_….')
  const token = /^bearer +(onebill_[\w-]{43})$/i.exec(header)?.[1]
  const viewer = token === undefined ? null : await viewerOfToken(token, now)
  if (viewer === null) {
    if (token !== undefined) await countUnknownToken(request)
    throw new ExpectedError(
      'unauthenticated',
      'The token is unknown, revoked or expired. Make a new one in Settings.',
    )
  }
  requireAllowed(viewer, permission)
  return viewer
}

const PER_ADDRESS = 100
const MOST_ADDRESSES = 10_000

/** Addresses over the limit and until when (real time): they cost one look-up per guess and no write. */
const refusedUntil = new Map<string, number>()

/** Only unknown tokens are counted: whoever shares an address with somebody who guesses can still work. */
async function countUnknownToken(request: Request): Promise<void> {
  const { address } = askingBrowser(request.headers)
  const at = new Date()
  const until = refusedUntil.get(address) ?? 0
  if (until > at.getTime()) throw tooManyTokens(until - at.getTime())
  refusedUntil.delete(address)
  try {
    await countAttempt([{ subject: `token:${address}`, limit: PER_ADDRESS }], at)
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.retryAfterSeconds === undefined) throw error
    if (refusedUntil.size >= MOST_ADDRESSES) refusedUntil.clear()
    refusedUntil.set(address, at.getTime() + error.retryAfterSeconds * 1000)
    throw tooManyTokens(error.retryAfterSeconds * 1000)
  }
}

function tooManyTokens(ms: number): ExpectedError {
  return new ExpectedError(
    'rate_limited',
    'Too many unknown tokens came from this address. Wait and try again.',
    {
      retryAfterSeconds: ms / 1000,
    },
  )
}
