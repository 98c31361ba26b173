import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

interface Identity {
  host: string
  pid: number
}

// Runs this process is working on; one list, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillActiveRuns?: Set<string> }

export function activeRuns(): Set<string> {
  return (holder.onebillActiveRuns ??= new Set())
}

let known: Identity | undefined

/**
 * Where process ids mean the same: two containers, or one machine before and after a reboot, are different hosts even if
 * they have one name.
 */
export function processIdentity(): Identity {
  return (known ??= {
    host: [hostname(), linuxDetail(bootId), linuxDetail(pidNamespace)].filter(Boolean).join(' '),
    pid: process.pid,
  })
}

/** False only when the run was this host's and the process that did it no longer exists, or is us and we know nothing of it. */
export function mayBeAlive(run: { id: string; host: string | null; pid: number | null }): boolean {
  const { host, pid } = processIdentity()
  if (run.host !== host || run.pid === null) return true
  if (run.pid === pid) return activeRuns().has(run.id)
  try {
    process.kill(run.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
const pidNamespace = () => readlinkSync('/proc/self/ns/pid')

function linuxDetail(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
