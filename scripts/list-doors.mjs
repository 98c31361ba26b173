import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Every way into the application, read from the tree of `app`: `page /plans/[id]`, `GET /api/v1/plans`,
 * `action app/(team)/plans/actions.ts createPlan`. Which rule holds at each stands in lib/domain/doors.ts.
 */
export function listDoors(root) {
  const files = filesIn(root, 'app').filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  return files
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8')
      const name = path.basename(file)
      const isActionFile = /^['"]use server['"]/.test(text)
      if (!isActionFile && /['"]use server['"]/.test(text))
        throw new Error(`${file}: actions belong into a file of their own`)
      if (/^page\.tsx?$/.test(name)) return [`page ${addressOf(file)}`]
      if (/^route\.ts$/.test(name))
        return methodsOf(text, file).map((method) => `${method} ${addressOf(file)}`)
      if (isActionFile) return actionsOf(text).map((action) => `action ${file} ${action}`)
      return []
    })
    .sort()
}

/** `app/(team)/plans/[id]/page.tsx` → `/plans/[id]`. */
function addressOf(file) {
  const folders = file.split('/').slice(1, -1)
  return `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join('/')}`
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Those that do something: the ones `methods({ … })` adds on its own only refuse. */
function methodsOf(text, file) {
  const table = /methods\(\{([^}]*)\}/.exec(text)?.[1]
  const exported = [...text.matchAll(/export (?:async function|const) ([A-Z]+)\b|\bas ([A-Z]+)\b/g)]
  const names =
    table === undefined ? exported.map(([, own, renamed]) => own ?? renamed) : table.split(/[:,\s]+/)
  const found = METHODS.filter((method) => names.includes(method))
  if (found.length === 0) throw new Error(`${file}: no method can be read from it`)
  return found
}

function actionsOf(text) {
  return [...text.matchAll(/^export (?:async function|const) (\w+)/gm)].map(([, name]) => name)
}

function filesIn(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesIn(root, file) : [file]
  })
}
