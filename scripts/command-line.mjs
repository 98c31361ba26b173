import path from 'node:path'

/** How the TypeScript command line of this checkout is run by Node: arguments that come before the command's own. */
export function commandLine(root) {
  return ['--conditions=react-server', '--import', 'tsx', path.join(root, 'lib', 'cli', 'onebill.ts')]
}
