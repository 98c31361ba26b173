import { closeDatabase } from '@/lib/db/client'
import { currentTime } from '@/lib/env'
import type { Terminal } from './command'
import { runCommandLine } from './run-command-line'

const CLEAR_LINE = '\r\u001b[K'
const isWatched = process.stderr.isTTY

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${isWatched ? CLEAR_LINE : ''}${line}\n`),
  progress: (line) => void (isWatched && process.stderr.write(`${CLEAR_LINE}${line}`)),
  env: process.env,
}

process.exitCode = await runCommandLine(process.argv.slice(2), terminal, currentTime)
if (isWatched) terminal.progress('')
await closeDatabase()
