import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this checkout. Spelled out for a Node too old for import.meta.dirname: it has to hear so politely. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
