/** `npm run bench [-- sync|keys|findings|timeline …]`: measures on a throw-away PostgreSQL of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from './checkout.mjs'
import { generateClient } from './generate-client.mjs'
import { install, requireNode } from './install.mjs'
import { migrate } from './migrate.mjs'
import { startPostgres } from './postgres.mjs'

requireNode()
await install(ROOT)
await generateClient(ROOT)
const postgres = await startPostgres({
  dataDir: mkdtempSync(path.join(tmpdir(), 'onebill-bench-')),
  throwAway: true,
})
let code = 1
try {
  await migrate(postgres.url)
  const program = ['--conditions=react-server', '--import', 'tsx', path.join(ROOT, 'lib', 'cli', 'bench.ts')]
  const bench = spawn(process.execPath, ['--max-old-space-size=4096', ...program, ...process.argv.slice(2)], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      AUTH_SECRET: 'a secret only for measuring, never stored',
      ONEBILL_SECRET_KEY: 'a secret only for measuring, never stored',
      ONEBILL_TEST: '',
    },
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
  ;[code] = await once(bench, 'exit')
} finally {
  await postgres.stop()
}
process.exit(code ?? 1)
