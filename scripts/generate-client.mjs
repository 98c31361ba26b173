import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run, step } from './steps.mjs'

/** Generates the database client unless it was made from this very schema and generator. */
export async function generateClient(root, { signal, out } = {}) {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
    hash.update(readFileSync(path.join(root, file)))
  const wanted = hash.digest('hex')
  const stamp = path.join(root, 'lib', 'db', 'generated', '.made-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js')
  await step(
    'Generating the database client',
    () =>
      run(process.execPath, [prisma, 'generate'], {
        cwd: root,
        signal,
        env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' },
        failure: (output) => `The database client could not be generated:\n${output.trim()}`,
      }),
    out,
  )
  writeFileSync(stamp, wanted)
}
