import { writeBackup } from '@/lib/backup/write-backup'
import { environment } from '@/lib/env'
import { secretKeyFingerprint } from '@/lib/sealed-secret'
import { type Command } from './command'
import { fileArgument } from './file-argument'

const usage = 'backup FILE'

export const backupCommand: Command = {
  usage,
  summary: 'Writes everything but the secret key into one file, also while the server runs.',
  async run(args, terminal, now) {
    const { file, path } = fileArgument(args, {}, usage, terminal.env)
    const stop = new AbortController()
    const abort = () => stop.abort()
    process.once('SIGINT', abort).once('SIGTERM', abort)
    try {
      const { header, tables, bytes } = await writeBackup(path, {
        now: now(),
        signal: stop.signal,
        onTable: (name) => terminal.progress(`Writing ${name} …`),
      })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      terminal.out(`Wrote ${file}: ${rows} rows of ${tables.length} tables, ${bytes} bytes.`)
      terminal.out(
        'ONEBILL_SECRET_KEY is not in the file: keep it in another safe place, since without it the stored Admin keys cannot be opened.',
      )
      if (header.secret_key_fingerprint !== ownFingerprint())
        terminal.out('The ONEBILL_SECRET_KEY in use here is not the one this database was set up with.')
    } finally {
      process.off('SIGINT', abort).off('SIGTERM', abort)
    }
  },
}

function ownFingerprint(): string | null {
  const { ONEBILL_SECRET_KEY } = environment()
  return ONEBILL_SECRET_KEY ? secretKeyFingerprint(ONEBILL_SECRET_KEY) : null
}
