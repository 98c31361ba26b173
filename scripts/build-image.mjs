/** What the Dockerfile builds: the folder .next/image holds all a container runs, without npm, sources or tools. */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './checkout.mjs'
import { generateClient } from './generate-client.mjs'
import { run, step } from './steps.mjs'

const IMAGE = path.join(ROOT, '.next', 'image')
const SCRIPTS = ['container', 'migrate', 'migration-history', 'expected-failure', 'checkout', 'stop-serving']

await generateClient(ROOT)
await step('Building', () =>
  run(process.execPath, [path.join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ONEBILL_STANDALONE: '1' },
    failure: (output) => `The build failed:\n${output.trim()}`,
  }),
)
await step('Bundling the command line', bundleCommandLine)
await step('Putting it together', assemble)

/** One file in the place of lib/cli and all it imports, but for what the server brings along anyway. */
async function bundleCommandLine() {
  const esbuild = createRequire(createRequire(import.meta.url).resolve('tsx')).resolve('esbuild')
  const { default: bundler } = await import(pathToFileURL(esbuild).href)
  await bundler.build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/cli/onebill.ts', 'lib/env.ts'],
    entryNames: '[name]',
    outdir: path.join('.next', 'command-line'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['react-server'],
    external: ['@node-rs/argon2', '@prisma/client', 'pg', 'pg-copy-streams'],
    banner: {
      js: `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);`,
    },
    logLevel: 'error',
  })
}

async function assemble() {
  rmSync(IMAGE, { recursive: true, force: true })
  cpSync(path.join(ROOT, '.next', 'standalone'), IMAGE, { recursive: true, verbatimSymlinks: true })
  const copy = (from, to = from) => cpSync(path.join(ROOT, from), path.join(IMAGE, to), { recursive: true })
  copy(path.join('.next', 'static'))
  copy(path.join('.next', 'command-line'), 'dist')
  copy(path.join('prisma', 'migrations'))
  mkdirSync(path.join(IMAGE, 'scripts'), { recursive: true })
  for (const name of SCRIPTS) copy(path.join('scripts', `${name}.mjs`))
}
