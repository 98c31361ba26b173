import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { ExpectedError } from '@/lib/errors'

interface ResolvedAddress {
  address: string
  family: 4 | 6
}
/** Every address a name has. */
export type Resolve = (host: string) => Promise<ResolvedAddress[]>

/** An address that was looked at, with what a connection to it may reach and nothing else. */
export interface CheckedTarget {
  url: URL
  addresses: ResolvedAddress[]
}

/** On public addresses; an owner who allows private ones allows any. */
const PORTS = ['', '8443']

/**
 * Looks at where a webhook goes, again at each sending: https on a usual port, without a user name, at public addresses only.
 * An owner can allow addresses of one's own networks, then also http and other ports. Never allowed are link-local ones, where
 * clouds keep what is secret, those of many receivers or of none, and forms that hide another address. Whoever connects uses
 * the addresses answered here, so that a name cannot mean something else a moment later. Refuses with a sentence.
 */
export async function checkTarget(
  { url: text, allowsPrivate }: { url: string; allowsPrivate: boolean },
  resolve: Resolve = resolveHost,
): Promise<CheckedTarget> {
  const url = parseTarget(text, allowsPrivate)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  const addresses =
    family === 0 ? await resolved(host, resolve) : [{ address: host, family: family as 4 | 6 }]
  for (const { address } of addresses) {
    const kind = addressKind(address)
    if (kind === 'public' || (kind === 'private' && allowsPrivate)) continue
    throw refused(
      kind === 'private'
        ? `${host} is at ${shown(address, host)}a private address. Only an owner can allow those for a channel.`
        : `${host} is at ${shown(address, host)}an address that is never sent to: link-local, reserved, or hiding another one.`,
    )
  }
  return { url, addresses }
}

function parseTarget(text: string, allowsPrivate: boolean): URL {
  if (!URL.canParse(text))
    throw refused('This is no address. It should look like https://hooks.example.com/…')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowsPrivate))
    throw refused(
      url.protocol === 'http:'
        ? 'The address has to begin with https://. Plain http is only for private addresses, which an owner can allow.'
        : 'The address has to begin with https://.',
    )
  if (url.username !== '' || url.password !== '')
    throw refused('The address must not hold a user name or a password (what stands before an @).')
  if (url.hostname === '') throw refused('The address names no host.')
  if (!PORTS.includes(url.port) && !allowsPrivate)
    throw refused(
      `Port ${url.port} is not sent to: public webhooks are on 443 or 8443. Others an owner can allow, together with private addresses.`,
    )
  return url
}

async function resolved(host: string, resolve: Resolve): Promise<ResolvedAddress[]> {
  const addresses = await resolve(host).catch((cause: unknown) => {
    throw new ExpectedError('upstream', `The name ${host} could not be resolved.`, {
      parameter: 'url',
      cause,
    })
  })
  if (addresses.length === 0)
    throw new ExpectedError('upstream', `The name ${host} has no address.`, { parameter: 'url' })
  return addresses
}

async function resolveHost(host: string): Promise<ResolvedAddress[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/** One's own networks: RFC 1918, loopback, carrier-grade NAT, unique local. */
const PRIVATE = blockList([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
])

/** Where clouds answer with credentials, within what would else be private. */
const METADATA = blockList([
  ['100.100.100.200', 32],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
])

/** Not global by the registries of IANA (special purpose IPv4 and IPv6 addresses), beside the private ones. */
const NEVER = blockList([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001::', 23], // Teredo among them
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['3fff::', 20],
])

/** All of IPv6 that is public at all: mapped, compatible and NAT64 forms of IPv4 lie outside. */
const GLOBAL_V6 = blockList([['2000::', 3]])

function addressKind(text: string): 'public' | 'private' | 'never' {
  const family = isIP(text)
  if (family === 0 || text.includes('%')) return 'never'
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (family === 6 && isMapped(text)) return 'never'
  if (METADATA.check(text, type) || NEVER.check(text, type)) return 'never'
  if (PRIVATE.check(text, type)) return 'private'
  return type === 'ipv4' || GLOBAL_V6.check(text, type) ? 'public' : 'never'
}

/** `::ffff:10.0.0.1`: an IPv4 address in disguise, in whichever spelling. Node's lists would see through it. */
function isMapped(address: string): boolean {
  return new URL(`http://[${address}]`).hostname.startsWith('[::ffff:')
}

function blockList(subnets: readonly (readonly [net: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4')
  return list
}

function shown(address: string, host: string): string {
  return address === host ? '' : `${address}, `
}

function refused(sentence: string): ExpectedError {
  return new ExpectedError('invalid', sentence, { parameter: 'url' })
}
