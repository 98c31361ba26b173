import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { signInWithIdentity, type IdentityRefusal } from '@/lib/commands/identities'
import { environment } from '@/lib/env'
import { emailAddress, plainText } from '@/lib/parse-text'
import type { AskingBrowser } from './asking-browser'
import { systemActor } from './system-actor'

export const PROVIDER = 'oidc'
const PROVIDER_TIMEOUT_MS = 10_000

/** Why nobody was signed in; the sign-in page has a sentence for each. */
export type SignOnRefusal = IdentityRefusal | 'EmailNotVerified' | 'NoEmail'

interface SingleSignOn {
  issuer: string
  clientId: string
  clientSecret: string
  /** Lower case. */
  allowedDomains: string[]
}

/** What the environment says of the OpenID Connect provider; null unless all three of its settings are there. */
export function singleSignOn(): SingleSignOn | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ALLOWED_DOMAINS = '' } = environment()
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null
  const allowedDomains = OIDC_ALLOWED_DOMAINS.toLowerCase()
    .split(/[\s,;]+/)
    .map((domain) => domain.replace(/^@/, ''))
    .filter(Boolean)
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, allowedDomains }
}

type Claims = Record<string, unknown>

/** For next-auth: authorization code with PKCE, state and nonce; the provider's addresses are discovered. */
export function signOnProvider({ issuer, clientId, clientSecret }: SingleSignOn): OAuthConfig<Claims> {
  return {
    id: PROVIDER,
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid email profile' } },
    httpOptions: { timeout: PROVIDER_TIMEOUT_MS },
    userinfo: {
      // Many providers say the e-mail only here. The client compares its subject with that of the id token.
      async request({ tokens, client }) {
        const claims = (tokens as unknown as { claims(): Claims }).claims()
        const more = tokens.access_token && !claims.email ? await client.userinfo(tokens as never) : {}
        return { ...more, ...claims } as never
      },
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  }
}

const vouched = z.object({
  iss: z.string().min(1),
  sub: plainText(255),
  email: emailAddress,
  name: plainText(100).optional().catch(undefined),
})

/** Starts a session for whoever the provider's claims are about, or says why not. */
export async function admit(
  claims: Claims,
  browser: AskingBrowser,
  now: Date,
): Promise<{ sessionId: string } | { refusal: SignOnRefusal }> {
  const parsed = vouched.safeParse(claims)
  if (!parsed.success) return { refusal: 'NoEmail' }
  if (claims.email_verified !== true && claims.email_verified !== 'true')
    return { refusal: 'EmailNotVerified' }
  const { iss: issuer, sub: subject, email, name = email } = parsed.data
  return signInWithIdentity(
    systemActor('single sign-on'),
    { issuer, subject, email, name, userAgent: browser.userAgent },
    singleSignOn()?.allowedDomains ?? [],
    now,
  )
}
