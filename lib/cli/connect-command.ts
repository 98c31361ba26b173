import { readAdminKey } from '@/lib/anthropic/admin-key-text'
import { systemActor } from '@/lib/auth/system-actor'
import { connectOrganization } from '@/lib/sync/connect-organization'
import { parseOptions, UsageError, type Command } from './command'
import { requireMatchingKey } from './require-matching-key'

const usage = 'connect'

export const connectCommand: Command = {
  usage,
  summary: 'Connects the Anthropic organisation of the admin key in ANTHROPIC_ADMIN_KEY, read-only.',
  async run(args, terminal, now) {
    parseOptions(args, {}, usage)
    const key = terminal.env.ANTHROPIC_ADMIN_KEY
    if (!key) throw new UsageError('Set ANTHROPIC_ADMIN_KEY to the admin key of the organisation to connect.')
    readAdminKey(key) // what can be no Admin key is refused before anything is opened
    await requireMatchingKey(now())
    const { organization } = await connectOrganization(systemActor('command line'), key, now())
    terminal.out(`Connected ${organization.name} (${organization.id}), read-only.`)
  },
}
