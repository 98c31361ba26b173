import { restoreBackup, type RestoredBackup } from '@/lib/backup/restore-backup'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { secretKeyFingerprint } from '@/lib/sealed-secret'
import { type Command } from './command'
import { fileArgument } from './file-argument'

const usage = 'restore FILE [--replace] [--without-keys]'

export const restoreCommand: Command = {
  usage,
  summary:
    'Makes an empty database what a backup holds; --replace gives up what it holds, --without-keys leaves behind what another ONEBILL_SECRET_KEY has sealed.',
  async run(args, terminal, now) {
    const options = { replace: { type: 'boolean' }, 'without-keys': { type: 'boolean' } } as const
    const { file, path, flags } = fileArgument(args, options, usage, terminal.env)
    const { ONEBILL_SECRET_KEY } = environment()
    if (!ONEBILL_SECRET_KEY)
      throw new ExpectedError(
        'incomplete',
        'ONEBILL_SECRET_KEY is not set: run this through npm run onebill.',
      )
    terminal.progress('Checking the file …')
    const restored = await restoreBackup(path, {
      fingerprint: secretKeyFingerprint(ONEBILL_SECRET_KEY),
      replace: flags.has('replace'),
      withoutKeys: flags.has('without-keys'),
      now: now(),
      onTable: (name) => terminal.progress(`Reading ${name} …`),
    })
    for (const line of sentences(file, restored)) terminal.out(line)
  },
}

function sentences(file: string, { header, tables, migrated, leftBehind }: RestoredBackup): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const { connections, secondFactors, alertChannels } = leftBehind
  return [
    `Restored ${file} of ${header.created_at}: ${rows} rows of ${tables.length} tables, counted and compared.`,
    ...(migrated.length > 0
      ? [`It was older than this Onebill; applied since: ${migrated.join(', ')}.`]
      : []),
    ...(connections + secondFactors + alertChannels > 0
      ? [
          `Left behind, for want of the key that sealed them: ${connections} connections, ${secondFactors} second factors and the addresses of ${alertChannels} alert channels. Connect and set them up again.`,
        ]
      : []),
    'Everybody signs in again. API tokens go on working only under the AUTH_SECRET they were made with. If Onebill is running, start it again.',
  ]
}
