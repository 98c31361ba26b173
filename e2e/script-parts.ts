import { SourceMap } from 'node:module'
import { gzipSync } from 'node:zlib'

export const PARTS = ['framework', 'interface library', 'chart library', 'own'] as const
export type Part = (typeof PARTS)[number]

const FRAMEWORK = /\[turbopack\]|node_modules\/(next|react|react-dom|react-is|scheduler|@swc\/helpers)\//

/**
 * What a script weighs gzipped, shared out by where each of its characters comes from: `own` is what was written in app,
 * components and lib; `framework` is Next, React and what the bundler adds; the rest of node_modules is the chart library
 * in a script that holds Recharts, else the interface library.
 */
export function partsOf(script: string, map: string): Record<Part, number> {
  const weights: Record<Part, number> = { framework: 0, 'interface library': 0, 'chart library': 0, own: 0 }
  const perCharacter = gzipSync(script).length / script.length
  const sources = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0])
  const library = map.includes('node_modules/recharts/') ? 'chart library' : 'interface library'
  for (const [number, line] of script.split('\n').entries())
    for (let column = 0; column <= line.length; column++) {
      const found = sources.findEntry(number, column)
      const source = 'originalSource' in found ? found.originalSource : undefined
      weights[partOf(source, library)] += perCharacter
    }
  return weights
}

function partOf(source: string | undefined, library: Part): Part {
  if (!source || FRAMEWORK.test(source)) return 'framework'
  return source.includes('node_modules/') ? library : 'own'
}
