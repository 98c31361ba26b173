/**
 * Who may import whom: one row a room or lone file, with what it may import of ours beside itself. All else is refused by lint.
 * Why it is so: DECISIONS.md, "Rooms".
 */
const OPEN_FILES = [
  'lib/env.ts',
  'lib/errors.ts',
  'lib/format.ts',
  'lib/opaque-token.ts',
  'lib/parse-text.ts',
  'lib/require-allowed.ts',
  'lib/sealed-secret.ts',
  'lib/without-secrets.ts',
]
const OPEN = ['lib/domain', ...OPEN_FILES]

const lib = (...rooms) => rooms.map((room) => `lib/${room}`)

const ALLOWED = {
  'lib/domain': [],
  ...Object.fromEntries(OPEN_FILES.map((file) => [file, OPEN.filter((path) => path !== file)])),
  'lib/prices': OPEN,
  'lib/anthropic': OPEN,
  'lib/simulator': OPEN,
  'lib/db': OPEN,
  'lib/queries': [...OPEN, ...lib('db', 'prices')],
  'lib/commands': [...OPEN, ...lib('db', 'prices')],
  'lib/sync': [...OPEN, ...lib('anthropic', 'db', 'commands', 'prices')],
  'lib/intake': [...OPEN, ...lib('commands', 'prices')],
  'lib/publish': [...OPEN, ...lib('queries', 'commands')],
  'lib/demo': [...OPEN, ...lib('simulator', 'sync', 'commands', 'publish')],
  'lib/jobs': [...OPEN, ...lib('sync', 'publish', 'commands', 'auth', 'observe')],
  'lib/auth': [...OPEN, ...lib('db', 'commands')],
  'lib/observe': OPEN,
  'lib/backup': [...OPEN, 'lib/db', 'scripts/migration-history.mjs'],
  'lib/cli': ['lib'],
  'components/ui': [],
  components: ['lib/domain', 'lib/format.ts'],
  app: [
    'components',
    ...OPEN.filter((path) => !path.includes('sealed')),
    ...lib('queries', 'commands', 'sync', 'intake', 'publish', 'demo', 'jobs', 'auth', 'observe'),
  ],
  'proxy.ts': ['lib/auth', 'lib/env.ts'],
  'instrumentation.ts': ['app/api/refuse-unreadable-requests.ts', 'lib/auth', 'lib/jobs', 'lib/observe'],
}

/** For `import/no-restricted-paths`. */
export const zones = Object.entries(ALLOWED).map(([room, allowed]) => ({
  target: `./${room}`,
  from: './',
  except: [`./${room}`, ...allowed.map((path) => `./${path}`), './node_modules', './package.json'],
  message: `${room} may import only itself and: ${allowed.join(', ') || 'nothing else of ours'} (import-rules.mjs).`,
}))

/** Rooms that know neither the web framework nor the screen. */
export const withoutFramework = [
  'anthropic',
  'simulator',
  'db',
  'queries',
  'commands',
  'sync',
  'intake',
  'publish',
  'prices',
  'demo',
  'jobs',
].map((room) => `lib/${room}/**/*.ts`)
