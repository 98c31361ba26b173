import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The route an address belongs to, as its folders are called; everything unknown is one. */
export type RouteFinder = (url: string) => string

const manifest = z.object({
  staticRoutes: z.array(z.object({ page: z.string(), regex: z.string() })),
  dynamicRoutes: z.array(z.object({ page: z.string(), regex: z.string() })),
})

const OTHER = 'other'

/** From the list the build leaves in this folder; without one (development) all routes are one. */
export function knownRoutes(folder: string): RouteFinder {
  const routes = readRoutes(path.join(/* turbopackIgnore: true */ folder, '.next', 'routes-manifest.json'))
  return (url) => {
    const pathname = url.split('?', 1)[0] ?? ''
    if (pathname.startsWith('/_next/')) return '/_next'
    return routes.find(({ pattern }) => pattern.test(pathname))?.page ?? OTHER
  }
}

function readRoutes(file: string): { page: string; pattern: RegExp }[] {
  try {
    const { staticRoutes, dynamicRoutes } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
    return [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({
      page,
      pattern: new RegExp(regex),
    }))
  } catch {
    return []
  }
}
