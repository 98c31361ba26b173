import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run, step } from './steps.mjs'

const FOLDERS = ['app', 'components', 'lib', 'public']
const FILES = [
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'prisma/schema.prisma',
]

/** Builds the application unless the last finished build came from the same sources. */
export async function build(root, { signal, out } = {}) {
  const wanted = hashSources(root)
  const stamp = path.join(root, '.next', 'onebill-sources')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true })
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { DATABASE_URL: _, ...env } = process.env
  await step(
    'Building',
    () =>
      run(process.execPath, [next, 'build'], {
        cwd: root,
        signal,
        env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
        failure: (output) => `The build failed:\n${output.trim()}`,
      }),
    out,
  )
  writeFileSync(stamp, wanted)
}

export function hashSources(root) {
  const hash = createHash('sha256')
  const files = [...FILES, ...FOLDERS.flatMap((folder) => filesIn(root, folder))]
  for (const file of files.filter((name) => existsSync(path.join(root, name))).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function filesIn(root, folder) {
  if (!existsSync(path.join(root, folder)) || folder === path.join('lib', 'db', 'generated')) return []
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(root, name)
    return /\.test\.[a-z]+$/.test(entry.name) ? [] : [name]
  })
}
