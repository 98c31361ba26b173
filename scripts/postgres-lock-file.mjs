import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What postmaster.pid says about the server of a database folder, or null when none was left. */
export function readLockFile(clusterDir) {
  try {
    const lines = readFileSync(path.join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return null
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** After a crash the process id may belong to any other program by now; PostgreSQL would refuse to start because of it. */
export function isPostgres(pid) {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform === 'linux')
    try {
      return /postgres\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 1)[0] + '\0')
    } catch {
      return isAlive(pid)
    }
  const asked = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
  return asked.stdout.includes('postgres')
}

/**
 * Puts the id of a finished process in place of the foreign one. The rest of the file stays: PostgreSQL finds the
 * shared memory of the crashed server in it and refuses to start while old backends still use that.
 */
export function disownLockFile(clusterDir) {
  const file = path.join(clusterDir, 'postmaster.pid')
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  const finished = spawnSync(process.execPath, ['--version'], { stdio: 'ignore' })
  writeFileSync(file, [finished.pid, ...rest].join('\n'))
}
