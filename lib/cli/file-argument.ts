import nodePath from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { asUsageError, UsageError } from './command'

/** One FILE and flags. A relative FILE belongs to the folder the command was typed in, which npm hands on. */
export function fileArgument(
  args: string[],
  options: NonNullable<ParseArgsConfig['options']>,
  usage: string,
  env: Record<string, string | undefined>,
): { file: string; path: string; flags: Set<string> } {
  const { values, positionals } = asUsageError(usage, () =>
    parseArgs({ args, options, strict: true, allowPositionals: true }),
  )
  const [file, ...others] = positionals
  if (!file || others.length > 0) throw new UsageError(`One FILE is needed. Usage: ${usage}`)
  if (file.includes('\u0000')) throw new UsageError(`FILE must be a path. Usage: ${usage}`)
  return {
    file,
    path: nodePath.resolve(env.INIT_CWD || process.cwd(), file),
    flags: new Set(Object.keys(values)),
  }
}
