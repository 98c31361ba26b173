import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'

/** Reads a secret, or makes it; a second process doing the same at the same moment gets the same one. */
export function keepSecret(file) {
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
    try {
      fs.linkSync(draft, file)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }
  return fs.readFileSync(file, 'utf8').trim()
}
