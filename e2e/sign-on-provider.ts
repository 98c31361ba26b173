import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

interface Account {
  subject: string
  email: string
  verified: boolean
  name: string
}

interface SignOnProvider {
  issuer: string
  /** What the environment of Onebill needs. */
  settings: Record<string, string>
  /** Once Onebill's address is known. */
  open: (onebillUrl: string) => void
  /** Whoever signs on from now on. */
  become: (account: Account) => void
  /** The queries of the authorization requests so far. */
  asked: URLSearchParams[]
  stop: () => Promise<void>
}

const CLIENT_ID = 'onebill'
const CLIENT_SECRET = 'a secret of the tests, long enough to be one'

/** A certified OpenID Connect provider on this machine. It asks nobody anything: whoever `become` named signs on. */
export async function startSignOnProvider(): Promise<SignOnProvider> {
  const accounts = new Map<string, Account>()
  const asked: URLSearchParams[] = []
  let current = ''
  let provider: Provider | null = null
  let answer: ReturnType<Provider['callback']> | null = null

  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (address.pathname === '/auth') asked.push(address.searchParams)
    if (address.pathname.startsWith('/interaction/')) {
      void provider?.interactionFinished(request, response, { login: { accountId: current } })
    } else if (answer) void answer(request, response)
    else response.writeHead(503).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    issuer,
    settings: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET },
    open(onebillUrl) {
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT_ID,
            client_secret: CLIENT_SECRET,
            redirect_uris: [`${onebillUrl}/api/auth/callback/oidc`],
          },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        cookies: { keys: ['a cookie key of the tests'] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
        pkce: { required: () => true },
        findAccount: (_context, accountId) => ({
          accountId,
          async claims() {
            const { email, verified, name } = accounts.get(accountId) ?? {}
            return { sub: accountId, email, email_verified: verified, name }
          },
        }),
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client?.clientId,
            accountId: oidc.session?.accountId,
          })
          grant.addOIDCScope('openid email profile')
          await grant.save()
          return grant
        },
      })
      answer = provider.callback()
    },
    become(account) {
      accounts.set(account.subject, account)
      current = account.subject
    },
    asked,
    stop: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}
