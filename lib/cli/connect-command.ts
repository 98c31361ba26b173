import { systemActor } from '@/lib/auth/system-actor'
import { connectOrganization } from '@/lib/sync/connect-organization'
import { parseOptions, UsageError, type Command } from './command'

const usage = 'connect'

export const connectCommand: Command = {
  usage,
  summary: 'Connects the Anthropic organisation of the admin key in ANTHROPIC_ADMIN_KEY, read-only.',
  async run(args, terminal, now) {
    parseOptions(args, {}, usage)
    const key = terminal.env.ANTHROPIC_ADMIN_KEY
    if (!key) throw new UsageError('Set ANTHROPIC_ADMIN_KEY to the admin key of the organisation to connect.')
    const { organization } = await connectOrganization(systemActor('command line'), key, now())
    terminal.out(`Connected ${organization.name} (${organization.id}), read-only.`)
  },
}
