import { z } from 'zod'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { ROLES } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'
import { parseOptions, UsageError, type Command } from './command'
import { requireMatchingKey } from './require-matching-key'

const usage = 'token create --name N --role viewer|member|admin|owner'
const options = z.object({
  name: plainText(100),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
})

export const tokenCommand: Command = {
  usage,
  summary: 'Makes a token for the REST API and prints it, this once.',
  async run([verb, ...args], terminal, now) {
    if (verb !== 'create') throw new UsageError(`token can only create. Usage: ${usage}`)
    const given = parseOptions(args, { name: { type: 'string' }, role: { type: 'string' } }, usage)
    const parsed = options.safeParse(given)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const name = String(issue?.path[0])
      const problem = Object.hasOwn(given, name) ? issue?.message : 'is needed'
      throw new UsageError(`--${name} ${problem}. Usage: ${usage}`)
    }
    await requireMatchingKey(now())
    const { token } = await createToken(systemActor('command line'), parsed.data, now())
    terminal.out(token)
  },
}
