import { z } from 'zod'
import { createToken, revokeToken } from '@/lib/commands/tokens'
import { ROLES } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'
import { listTokens } from '@/lib/queries/tokens'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'

const role = z.enum(ROLES)
const instant = z.iso.datetime()

const tokenItem = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('The last characters of the token'),
  role,
  state: z.enum(['active', 'expired', 'revoked']),
  created_at: instant,
  created_by: z.string(),
  last_used_at: instant.nullable().describe('Exact to a minute'),
  expires_at: instant.nullable(),
})

/** All tokens on one page, those that still work first. The tokens themselves are stored nowhere. */
export const readTokens = endpoint(
  { permission: 'manage_tokens', summary: 'List tokens', answer: listPage(tokenItem) },
  async ({ viewer, now }) => {
    const rows = await listTokens(viewer, now)
    const data = rows.map((row) => ({
      id: row.id,
      name: row.name,
      hint: row.hint,
      role: row.role,
      state: row.state,
      created_at: row.createdAt.toISOString(),
      created_by: row.createdBy,
      last_used_at: row.lastUsedAt?.toISOString() ?? null,
      expires_at: row.expiresAt?.toISOString() ?? null,
    }))
    return { data, next_cursor: null }
  },
)

/**
 * Makes a token; `expires_at` is an instant to come, null = it does not expire. 403 for a role above that of the token
 * that asks, or for working longer than it. The answer is the only place the token is ever shown.
 */
export const makeToken = endpoint(
  {
    permission: 'manage_tokens',
    summary: 'Make a token',
    body: z.object({
      name: plainText(100),
      role,
      expires_at: z.iso
        .datetime({ offset: true, message: 'must be an instant like 2027-01-01T00:00:00Z' })
        .nullable()
        .default(null),
    }),
    status: 201,
    answer: z.object({ id: z.string(), name: z.string(), role, token: z.string() }),
  },
  async ({ viewer, body, now }) => {
    const { name, role } = body
    const expiresAt = body.expires_at === null ? null : new Date(body.expires_at)
    const { id, token } = await createToken(viewer, { name, role, expiresAt }, now)
    return { id, name, role, token }
  },
)

/**
 * Revokes; counts from the next request made with that token. 404 for one that is unknown or already
 * revoked, 403 for an owner's token unless an owner asks.
 */
export const deleteToken = endpoint(
  {
    permission: 'manage_tokens',
    summary: 'Revoke a token',
    params: z.object({ id: z.string().max(100) }),
    status: 204,
  },
  async ({ viewer, params, now }) => {
    await revokeToken(viewer, params.id, now)
  },
)
