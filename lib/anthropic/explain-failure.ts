import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { ExpectedError } from '@/lib/errors'
import { UnreadableAnswer } from './unreadable-answer'

/** Hour and minute, UTC: `10:42 UTC`. */
export function formatClock(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`
}

/**
 * Turns a failed request into ExpectedError 'upstream' with a sentence for a person and the SDK's error as its cause.
 * Where Anthropic's answer cannot tell two causes apart, the sentence names both (admin-api.md §2, §5.1). Never contains
 * the key. What is no failed request (a bug, an abort) is returned as it is.
 */
export function explainFailure(error: unknown, baseUrl: string): unknown {
  if (error instanceof APIUserAbortError) return error
  if (error instanceof UnreadableAnswer) {
    return upstream(
      'Anthropic’s answer broke off or was not readable, several times in a row. Nothing is lost; try again later.',
      error,
    )
  }
  if (error instanceof APIConnectionError)
    return upstream(connectionSentence(error, new URL(baseUrl).host), error)
  if (!(error instanceof APIError) || typeof error.status !== 'number') return error
  const reference = error.requestID ? ` (Anthropic’s request id: ${error.requestID})` : ''
  return upstream(statusSentence(error, error.status) + reference, error)
}

function upstream(sentence: string, cause: unknown): ExpectedError {
  return new ExpectedError('upstream', sentence, { cause })
}

function statusSentence(error: APIError, status: number): string {
  const code = error.errorCode ?? ''
  if (code === 'organization_not_enrolled_in_beta') {
    return 'Anthropic has not enabled the Usage and Cost Analytics API for this organisation yet.'
  }
  if (code === 'organization_on_hold') {
    return 'Anthropic has put this organisation on hold. The Console says why and how to appeal.'
  }
  if (status === 401) {
    return (
      'Anthropic refused the key: it is not an Admin key of this Anthropic address, or it was revoked, has expired or was copied incompletely. ' +
      'Create a new one under Console → Settings → Admin keys.'
    )
  }
  if (status === 403) {
    return (
      'Anthropic does not let this key in: either it belongs to an individual account (only organisations have Admin keys: Console → Settings → Organization creates one), ' +
      'or it is not an Admin key or lacks a permission. An Admin key from Console → Settings → Admin keys has all of them.'
    )
  }
  if (status === 404) {
    return 'Anthropic does not know this address. Either the organisation has no access to this part of the Admin API, or ANTHROPIC_BASE_URL points to something else.'
  }
  if (status === 402)
    return 'Anthropic refuses to answer because of the billing state of this organisation. The Console under Billing says why.'
  if (status === 429) {
    return 'Anthropic is limiting requests of this organisation, and kept doing so after several waits. Nothing is lost; try again in a few minutes.'
  }
  if (status === 529)
    return 'Anthropic is overloaded and kept saying so after several tries. Nothing is lost; try again later.'
  if (status >= 500 || status === 408 || status === 409) {
    return `Anthropic had a problem of its own (${status}) and kept having it after several tries. Nothing is lost; try again later.`
  }
  const said = error.apiMessage ? `: “${error.apiMessage.slice(0, 300)}”` : ''
  return `Anthropic did not understand a request of Onebill (${status})${said}.`
}

const UNREACHABLE: Record<string, string> = {
  ENOTFOUND:
    'its name could not be looked up. Check the network connection and DNS of the machine Onebill runs on',
  EAI_AGAIN:
    'its name could not be looked up. Check the network connection and DNS of the machine Onebill runs on',
  ECONNREFUSED: 'nothing answers there. Check ANTHROPIC_BASE_URL, a firewall or a proxy in between',
  ECONNRESET: 'the connection was cut. A firewall or proxy in between, or a passing fault, can do this',
  EHOSTUNREACH: 'there is no way to it from this machine. Check the network connection and the firewall',
  ENETUNREACH: 'there is no way to it from this machine. Check the network connection and the firewall',
  ETIMEDOUT: 'it did not answer in time. Check the network connection, a firewall or a proxy in between',
  UND_ERR_CONNECT_TIMEOUT:
    'it did not answer in time. Check the network connection, a firewall or a proxy in between',
  UND_ERR_SOCKET: 'the connection was cut. A firewall or proxy in between, or a passing fault, can do this',
}

function connectionSentence(error: APIConnectionError, host: string): string {
  if (error instanceof APIConnectionTimeoutError) return unreachable(host, UNREACHABLE.ETIMEDOUT ?? '')
  const { code, message } = deepestCause(error)
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/i.test(code) || /certificate|\bssl\b|\btls\b/i.test(message)) {
    return unreachable(
      host,
      'its certificate is not trusted. If a proxy inspects traffic here, give its certificate to Node with NODE_EXTRA_CA_CERTS',
    )
  }
  if (/redirect/i.test(message)) {
    return unreachable(
      host,
      'something in between answered with a redirect. Check ANTHROPIC_BASE_URL and any sign-in page of the network',
    )
  }
  return unreachable(
    host,
    UNREACHABLE[code] ??
      'the connection failed. Check the network connection, a firewall or a proxy in between',
  )
}

function unreachable(host: string, why: string): string {
  return `Onebill could not reach Anthropic at ${host}: ${why}.`
}

function deepestCause(error: Error): { code: string; message: string } {
  let at: Error = error
  for (let depth = 0; depth < 8; depth++) {
    const inner = at instanceof AggregateError ? (at.errors[0] as unknown) : at.cause
    if (!(inner instanceof Error)) break
    at = inner
  }
  const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
  return { code, message: at.message }
}
