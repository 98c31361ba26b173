import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * The account PostgreSQL runs under. It refuses root, so root hands it to somebody else: whoever owns the database
 * folder already, the person whose folder it is (sudo), or a system account. Null means "as ourselves".
 */
export function chooseAccount({ clusterDir, dataDir }) {
  if (process.getuid?.() !== 0) return null
  if (existsSync(clusterDir)) {
    const { uid, gid } = statSync(clusterDir)
    if (uid !== 0) return { uid, gid }
  }
  const { uid, gid } = statSync(nearestExisting(dataDir))
  if (uid !== 0) return { uid, gid }
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const account = lookUp(name)
    if (account) return account
  }
  return { uid: 65534, gid: 65534 }
}

/** Whether the account can enter a folder, or run a file: asked of the system, since parents, groups and ACLs decide. */
export function canReach(account, target) {
  if (account === null) return true
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', target], {
    cwd: '/',
    stdio: 'ignore',
    ...account,
  })
  return asked.status === 0
}

function nearestExisting(target) {
  let folder = path.resolve(target)
  while (!existsSync(folder)) folder = path.dirname(folder)
  return folder
}

function lookUp(name) {
  const uid = idOf('-u', name)
  const gid = idOf('-g', name)
  return uid > 0 && gid >= 0 ? { uid, gid } : null
}

function idOf(flag, name) {
  const asked = spawnSync('id', [flag, name], { encoding: 'utf8', cwd: '/' })
  return asked.status === 0 ? Number(asked.stdout.trim()) : -1
}
