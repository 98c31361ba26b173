import { systemActor } from '@/lib/auth/system-actor'
import { createSignInLink } from '@/lib/commands/sign-in-links'
import { parseOptions, type Command } from './command'
import { requireMatchingKey } from './require-matching-key'

const usage = 'sign-in-link'

export const signInLinkCommand: Command = {
  usage,
  summary: 'Prints a link that signs the owner in, once and within 15 minutes.',
  async run(args, terminal, now) {
    parseOptions(args, {}, usage)
    await requireMatchingKey(now())
    const { url } = await createSignInLink(systemActor('command line'), now())
    terminal.out(url)
  },
}
