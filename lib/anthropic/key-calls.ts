import { APIError } from '@anthropic-ai/sdk'
import { ExpectedError } from '@/lib/errors'
import { parseApiKey } from './directory-records'
import type { ApiKeyRecord } from './reports'
import type { Transport } from './transport'

/** What a key can be told to be; `expired` is Anthropic's alone (admin-api.md §6.6). */
type WritableKeyStatus = 'active' | 'inactive' | 'archived'

export interface KeyCalls {
  /** One key as it is at Anthropic now. */
  read(id: string): Promise<ApiKeyRecord>
  /** Sets status or name; asking twice for the same is harmless. Answers the key as Anthropic says it then is. */
  change(id: string, change: { status: WritableKeyStatus } | { name: string }): Promise<ApiKeyRecord>
}

/**
 * Reading and changing one API key (admin-api.md §6.6). What fails is ExpectedError 'upstream' with a sentence about the key
 * and Anthropic's own error as its cause; whether the change was certainly not made, `isRefusal` tells.
 */
export function createKeyCalls({ sdk, ask }: Pick<Transport, 'sdk' | 'ask'>): KeyCalls {
  const { apiKeys } = sdk.beta.organization
  const about = async (request: Parameters<Transport['ask']>[0]) => {
    try {
      return parseApiKey(await ask(request))
    } catch (error) {
      throw explained(error)
    }
  }
  return {
    read: (id) => about((request) => apiKeys.retrieve(id, request)),
    change: (id, change) => about((request) => apiKeys.update(id, change, request)),
  }
}

/**
 * True where Anthropic said no before doing anything: any 4xx but 408 and 409, which can follow a change that was made. False
 * for its own faults, cut and late answers: then only reading the key back tells (admin-api.md §5.1).
 */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status >= 400 && status < 500 && status !== 408 && status !== 409
}

function explained(error: unknown): unknown {
  const sentence = sentenceOf(error)
  if (sentence === null) return error
  const { cause } = error as ExpectedError
  const reference =
    cause instanceof APIError && cause.requestID ? ` (Anthropic’s request id: ${cause.requestID})` : ''
  return new ExpectedError('upstream', sentence + reference, { cause })
}

const LIMITS: Record<string, string> = {
  org_api_key_limit_exceeded: 'the organisation',
  workspace_api_key_limit_exceeded: 'its workspace',
}

/** Null where the general sentence of the failed request says it best. */
function sentenceOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof APIError)) return null
  const code = cause.errorCode ?? ''
  const limited = Object.hasOwn(LIMITS, code) ? LIMITS[code] : undefined
  if (limited)
    return `Anthropic did not reactivate the key: ${limited} has as many active keys as it may have. Deactivate or archive another one, then try again.`
  if (code === 'organization_on_hold') return null
  const status = statusOf(error)
  if (status === 404)
    return 'Anthropic does not know this key (any more): it was removed there, or belongs to another organisation than the connection’s.'
  if (status === 403)
    return 'Anthropic does not let the Admin key of this connection change API keys. An Admin key from Console → Settings → Admin keys may.'
  if (status !== 400 && status !== 422) return null
  const said = cause.apiMessage ? `: “${cause.apiMessage.slice(0, 300)}”` : '.'
  return `Anthropic refused the change${said}`
}

function statusOf(error: unknown): number {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof APIError && typeof cause.status === 'number' ? cause.status : 0
}
