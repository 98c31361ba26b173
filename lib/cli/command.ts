import { parseArgs, type ParseArgsConfig } from 'node:util'

/** Where a command speaks: results on `out`, everything else on `err`. */
export interface Terminal {
  out(line: string): void
  err(line: string): void
  /** Shows a line that the next one replaces; does nothing where nobody looks. */
  progress(line: string): void
  env: Record<string, string | undefined>
}

export interface Command {
  /** As in help: `token create --name N --role R`. */
  usage: string
  summary: string
  run(args: string[], terminal: Terminal, now: () => Date): Promise<void>
}

/** The command was typed wrongly: exit 2. */
export class UsageError extends Error {}

/** Options as declared; positionals, unknown or doubled options and missing values are usage errors. */
export function parseOptions<O extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: O,
  usage: string,
) {
  const { values, tokens } = asUsageError(usage, () =>
    parseArgs({ args, options, strict: true, tokens: true }),
  )
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (seen.has(token.name)) throw new UsageError(`--${token.name} is given twice. Usage: ${usage}`)
    seen.add(token.name)
  }
  return values
}

/** What `parseArgs` finds wrong, in a sentence with the usage. */
export function asUsageError<T>(usage: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!isParseError(error)) throw error
    const problem = error.message.split(/\.\s/)[0]?.replace(/\s+/g, ' ').replace(/\.$/, '')
    throw new UsageError(`${problem}. Usage: ${usage}`)
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
}
