import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Calls back once the npm that started us is gone without having told us (kill -9). npm runs a script through a shell
 * that may stay in between, so the parent of the parent is watched as well.
 */
export function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return () => {}
  const parent = process.ppid
  const grandparent = parentOf(parent)
  const timer = setInterval(
    () => {
      const gone = process.ppid !== parent || parentOf(parent) !== grandparent
      if (!gone) return
      clearInterval(timer)
      onGone()
    },
    process.platform === 'linux' ? 500 : 5_000,
  )
  timer.unref()
  return () => clearInterval(timer)
}

function parentOf(pid) {
  if (process.platform === 'linux')
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
    } catch {
      return 0
    }
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim())
}
