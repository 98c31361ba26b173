import { debuglog } from 'node:util'
import { ExpectedError } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'
import packageFile from '@/package.json'
import { UsageError, type Command, type Terminal } from './command'

/** Loaded only when asked for: help answers without a database. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  sync: async () => (await import('./sync-command')).syncCommand,
  token: async () => (await import('./token-command')).tokenCommand,
  'sign-in-link': async () => (await import('./sign-in-link-command')).signInLinkCommand,
  connect: async () => (await import('./connect-command')).connectCommand,
  demo: async () => (await import('./demo-command')).demoCommand,
  backup: async () => (await import('./backup-command')).backupCommand,
  restore: async () => (await import('./restore-command')).restoreCommand,
}

/** For the launcher, which asks before it serves. */
const INTERNAL: typeof COMMANDS = {
  'prepare-start': async () => (await import('./prepare-start-command')).prepareStartCommand,
}

const debug = debuglog('onebill')

/** Runs one command and answers the exit code: 0 done, 1 failed, 2 wrong usage. Source: contract.md, "Command line". */
export async function runCommandLine(
  args: string[],
  terminal: Terminal,
  now: () => Date,
): Promise<0 | 1 | 2> {
  const [name, ...rest] = args
  try {
    if (name === '--version') terminal.out(packageFile.version)
    else if (name === 'help' || name === '--help' || name === '-h') await help(terminal)
    else await runNamed(name, rest, terminal, now)
    return 0
  } catch (error) {
    debug('%s', withoutSecrets(error))
    terminal.err(withoutSecrets(sentenceOf(error)))
    return error instanceof UsageError ? 2 : 1
  }
}

async function runNamed(
  name: string | undefined,
  args: string[],
  terminal: Terminal,
  now: () => Date,
): Promise<void> {
  const table = { ...COMMANDS, ...INTERNAL }
  const load = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
  if (!load) {
    const problem = name === undefined ? 'A command is needed' : `There is no command ${quoted(name)}`
    throw new UsageError(`${problem}; there are: ${[...Object.keys(COMMANDS), 'help'].join(', ')}.`)
  }
  const command = await load()
  if (args.includes('--help') || args.includes('-h')) terminal.out(`${command.usage}\n  ${command.summary}`)
  else await command.run(args, terminal, now)
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 60))
}

async function help(terminal: Terminal): Promise<void> {
  terminal.out('npm run --silent onebill -- <command>\n')
  for (const load of Object.values(COMMANDS)) {
    const { usage, summary } = await load()
    terminal.out(`  ${usage}\n      ${summary}`)
  }
  terminal.out('  help, --version')
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof ExpectedError) return error.message
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'ECONNREFUSED' || code === 'P1001') return 'The database does not answer. Nothing was changed.'
  const [first = ''] = withoutSecrets(error instanceof Error ? error.message : error)
    .trim()
    .split('\n')
  return `Something went wrong: ${first}${/[.!?]$/.test(first) ? '' : '.'} For more, set NODE_DEBUG=onebill.`
}
