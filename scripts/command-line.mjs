import path from 'node:path'
import { ROOT } from './checkout.mjs'

/** How the TypeScript command line of this checkout is run by Node: arguments that come before the command's own. */
export function commandLine() {
  return ['--conditions=react-server', '--import', 'tsx', path.join(ROOT, 'lib', 'cli', 'onebill.ts')]
}
