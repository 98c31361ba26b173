import type { NextConfig } from 'next'

process.env.NEXT_TELEMETRY_DISABLED = '1' // nothing is sent home, however this is started

const everywhere = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'x-robots-tag', value: 'noindex, nofollow' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

// An answer for machines that a browser opens must not be able to do anything.
const machines = [{ key: 'content-security-policy', value: "default-src 'none'; frame-ancestors 'none'" }]

const config: NextConfig = {
  poweredByHeader: false,
  productionBrowserSourceMaps: true, // what a page's script is made of can be weighed: e2e/page-weight.spec.ts
  // For containers alone (scripts/build-image.mjs): collecting the files takes seconds that a start need not wait for.
  ...(process.env.ONEBILL_STANDALONE && { output: 'standalone' as const }),
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'pg',
    'pg-copy-streams',
  ],
  experimental: {
    authInterrupts: true,
    serverActions: { allowedOrigins: publicHosts() },
  },
  // Headers that depend on the environment of the running server are set in proxy.ts: these are fixed by the build.
  async headers() {
    return [
      { source: '/:path*', headers: everywhere },
      { source: '/api/:path*', headers: machines },
    ]
  },
}

/** Behind a proxy the public host differs from the one this server sees. */
function publicHosts(): string[] {
  const address = process.env.ONEBILL_URL
  return address && URL.canParse(address) ? [new URL(address).host] : []
}

export default config
