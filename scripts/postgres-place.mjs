import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { canReach, chooseAccount } from './postgres-account.mjs'
import { prepareBinaries } from './postgres-binaries.mjs'
import { keepSecret } from './secret-file.mjs'

const ROOTS_OWN_FOLDER = '/var/lib/onebill'

/** Where the embedded server of a data folder keeps its database, and what it runs as: everything a start has to know. */
export function preparePlace(dataDir) {
  const pointer = path.join(dataDir, 'postgres-is-at')
  let clusterDir = fs.existsSync(pointer) ? readPointer(pointer) : path.join(dataDir, 'postgres')
  const account = chooseAccount({ clusterDir, dataDir })
  makeDataDir(dataDir, account)
  if (!fs.existsSync(pointer) && !canReach(account, dataDir)) {
    clusterDir = moveOutside(clusterDir)
    fs.writeFileSync(pointer, `${clusterDir}\n`, { mode: 0o600 })
  }
  return {
    account,
    clusterDir,
    log: path.join(dataDir, 'postgres.log'),
    native: prepareBinaries({ root: ROOT, account, spareDir: account === null ? dataDir : ROOTS_OWN_FOLDER }),
    password: keepSecret(path.join(dataDir, 'postgres-password')),
  }
}

/** Under a folder closed to PostgreSQL's account the database lives in a folder of root's, named in the data folder. */
function moveOutside(clusterDir) {
  fs.mkdirSync(ROOTS_OWN_FOLDER, { recursive: true, mode: 0o755 })
  const folder = fs.mkdtempSync(path.join(ROOTS_OWN_FOLDER, 'database-'))
  fs.chmodSync(folder, 0o711)
  const outside = path.join(folder, 'postgres')
  if (!fs.existsSync(clusterDir)) return outside
  const moved = spawnSync('mv', [clusterDir, outside], { encoding: 'utf8' })
  if (moved.status !== 0)
    throw new ExpectedFailure(
      `The database in ${clusterDir} could not be moved to ${outside}: ${moved.stderr.trim()}`,
    )
  return outside
}

function readPointer(pointer) {
  return fs.readFileSync(pointer, 'utf8').trim()
}

function makeDataDir(dataDir, account) {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    fs.accessSync(dataDir, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
    const { uid } = fs.statSync(dataDir)
    if (account !== null && uid === 0) fs.chmodSync(dataDir, 0o711)
  } catch (error) {
    throw new ExpectedFailure(
      `The data folder ${dataDir} cannot be used (${error.code}). Give it to the account that runs Onebill, or name another in ONEBILL_DATA_DIR.`,
    )
  }
}
