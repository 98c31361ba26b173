import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { ExpectedFailure } from './expected-failure.mjs'
import { binary } from './postgres-binaries.mjs'

export const SUPERUSER = 'onebill'

/** Makes an empty database folder; two starts at the same moment end up with one. */
export function createCluster(place, throwAway) {
  const draft = `${place.clusterDir}.${process.pid}`
  const passwordFile = `${draft}.password`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  fs.writeFileSync(passwordFile, place.password, { mode: 0o600 })
  if (place.account)
    for (const target of [draft, passwordFile]) fs.chownSync(target, place.account.uid, place.account.gid)
  const made = spawnSync(
    binary(place.native, 'initdb'),
    [
      ...[
        '-D',
        draft,
        '-U',
        SUPERUSER,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
      ],
      ...[
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(throwAway ? ['--no-sync'] : []),
      ],
    ],
    { cwd: '/', encoding: 'utf8', env: serverEnvironment(), windowsHide: true, ...place.account },
  )
  fs.rmSync(passwordFile, { force: true })
  if (made.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true })
    const reason = (made.stderr || made.error?.message || `exit ${made.status}`).trim().split('\n').at(-1)
    throw new ExpectedFailure(`The embedded PostgreSQL could not create its database folder: ${reason}`)
  }
  try {
    fs.renameSync(draft, place.clusterDir)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    if (!fs.existsSync(path.join(place.clusterDir, 'PG_VERSION'))) throw error
  }
}

/** PostgreSQL's own variables of the caller's shell must not reach the server, and its messages are matched in English. */
export function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}
