import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { ExpectedError } from '@/lib/errors'
import { checkTarget, type CheckedTarget, type Resolve } from './check-target'

const TIMEOUT_MS = 15_000
/** Of an answer, as much as an error word needs. */
const MOST_READ = 1000

export interface TargetAnswer {
  status: number
  /** Its beginning. */
  body: string
  retryAfter: string | null
}

export interface Post {
  url: string
  allowsPrivate: boolean
  headers: Record<string, string>
  body: string
}

/**
 * Posts JSON to an address outside, after looking at it, over a connection of its own to the addresses that were looked at.
 * Redirects are never followed: where they lead nobody has looked at. Gives up after 15 seconds in all. Throws an ExpectedError
 * with what went wrong, without the address, which may be secret.
 */
export async function postToTarget(
  post: Post,
  { resolve, timeoutMs = TIMEOUT_MS }: { resolve?: Resolve; timeoutMs?: number } = {},
): Promise<TargetAnswer> {
  const within = AbortSignal.timeout(timeoutMs)
  const target = await Promise.race([checkTarget(post, resolve), timeUp(within, post)])
  try {
    return await send(target, post, within)
  } catch (error) {
    throw explained(error, target.url, within, timeoutMs)
  }
}

function send({ url, addresses }: CheckedTarget, { headers, body }: Post, signal: AbortSignal) {
  return new Promise<TargetAnswer>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    const asked = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: pinned(addresses),
        signal,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Onebill',
          ...headers,
        },
      },
      (answer) => {
        let text = ''
        const done = () => {
          const { statusCode: status = 0, headers: told } = answer
          resolve({ status, body: text, retryAfter: told['retry-after'] ?? null })
          asked.destroy()
        }
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text = (text + part).slice(0, MOST_READ)
          if (text.length === MOST_READ) done()
        })
        answer.on('end', done)
        answer.on('error', reject)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Whatever the name means by now: these addresses, which were looked at. */
function pinned(addresses: CheckedTarget['addresses']): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses
    if (options.all) answer(null, addresses)
    else answer(null, first?.address ?? '', first?.family)
  }
}

function timeUp(signal: AbortSignal, { url }: Post): Promise<never> {
  return new Promise((_, reject) => {
    const sentence = `The name ${URL.canParse(url) ? new URL(url).hostname : ''} was not resolved in time.`
    signal.addEventListener('abort', () => reject(new ExpectedError('upstream', sentence)), { once: true })
  })
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'there was no answer',
}

function explained(error: unknown, url: URL, within: AbortSignal, timeoutMs: number): ExpectedError {
  const { code = '' } = error as { code?: string }
  const why = within.aborted
    ? `there was no answer within ${timeoutMs / 1000} seconds`
    : (WORDS[code] ??
      (/CERT|SSL|TLS|ALTNAME|SELF_SIGNED/.test(code)
        ? 'its certificate is not one to trust'
        : `the connection failed${code ? ` (${code})` : ''}`))
  return new ExpectedError('upstream', `${url.host} was not reached: ${why}.`, { cause: error })
}
