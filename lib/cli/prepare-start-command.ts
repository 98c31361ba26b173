import { parseOptions, type Command } from './command'
import { prepareStart } from './prepare-start'

const usage = 'prepare-start'

export const prepareStartCommand: Command = {
  usage,
  summary: 'What the launcher has to know before it serves, as one line of JSON.',
  async run(args, terminal, now) {
    parseOptions(args, {}, usage)
    terminal.out(JSON.stringify(await prepareStart(now())))
  },
}
