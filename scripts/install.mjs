import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ExpectedFailure } from './expected-failure.mjs'
import { run, step } from './steps.mjs'

const SUPPORTED = 'Node 20.19 or later, 22.12 or later, or 24 and above'

export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  const fits = major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)
  if (!fits) throw new ExpectedFailure(`Onebill needs ${SUPPORTED}; this is Node ${version}.`)
}

/** Installs the packages of the lockfile unless they are there already. */
export async function install(root, { signal, out } = {}) {
  const lockfile = readFileSync(path.join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lockfile).digest('hex')
  const stamp = path.join(root, 'node_modules', '.onebill-lockfile')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!holdsTheSame(root, JSON.parse(lockfile.toString())))
    await step('Installing packages', () => npmCi(root, signal), out)
  try {
    writeFileSync(stamp, wanted)
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes(error.code)) throw error
  }
}

/** Whether somebody has already run npm ci or npm install for this lockfile. */
function holdsTheSame(root, { packages: wanted }) {
  const file = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(file)) return false
  const { packages: present } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(wanted).every(([place, { version, optional, peer }]) => {
    if (place === '' || optional || (peer && !present[place])) return true
    return present[place]?.version === version
  })
}

function npmCi(root, signal) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const [command, first] = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  return run(command, [...first, ...args], {
    cwd: root,
    signal,
    shell: command.endsWith('.cmd'),
    failure: (output) => {
      const lines = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line))
      const told = lines.map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
      const reason = told.find((line) => line && !/^code |^errno|^syscall/.test(line)) ?? 'npm ci failed'
      return `The packages could not be installed: ${reason}`
    },
  })
}
