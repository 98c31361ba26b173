import type { KeyCalls } from '@/lib/anthropic/key-calls'
import { concludeKeyAction, CUT_OFF_MS } from '@/lib/commands/key-actions'
import { prisma } from '@/lib/db/client'
import type { KeyAction } from '@/lib/db/generated/client'
import { ExpectedError } from '@/lib/errors'
import { callKey, type CallSettings } from './call-key'
import type { ConnectionSecret } from './connection-client'

const READ_MS = 8_000

/**
 * Ends what was cut off or stayed unknown, by reading each key as it is now. A failure leaves it for the next time and is not
 * thrown. Of several changes of one key only the last can be told from what the key is.
 */
export async function settleKeyActions(
  organizationId: string,
  key: Pick<KeyCalls, 'read'>,
  clock: () => Date,
): Promise<void> {
  for (const action of await openActions(organizationId, null, clock())) {
    try {
      await settle(action, await key.read(action.keyId), clock())
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error
    }
  }
}

/** The same for one key, before it is changed again or when somebody asks how it stands. Answers why it could not be read. */
export async function settleKey(
  connection: ConnectionSecret,
  keyId: string,
  { clock, ...settings }: CallSettings & { clock: () => Date },
): Promise<ExpectedError | null> {
  const actions = await openActions(connection.organizationId, keyId, clock())
  if (actions.length === 0) return null
  const read = await callKey(connection, { ...settings, milliseconds: READ_MS }, (key) => key.read(keyId))
  for (const action of actions) {
    if (read.value) await settle(action, read.value, clock())
    else if (action.state === 'intended')
      await concludeKeyAction(
        action,
        {
          state: 'unconfirmed',
          found: null,
          failure: `${CUT_OFF} Reading the key failed: ${read.error.message}`,
        },
        clock(),
      )
  }
  return read.error
}

const CUT_OFF = 'Onebill was stopped before it knew what became of the change.'

/** Cut off, or unknown, and not followed by another change of the same key; oldest first. */
async function openActions(organizationId: string, keyId: string | null, now: Date): Promise<KeyAction[]> {
  const cutOff = new Date(now.getTime() - CUT_OFF_MS)
  const actions = await prisma().keyAction.findMany({
    where: {
      organizationId,
      ...(keyId !== null && { keyId }),
      OR: [{ state: 'unconfirmed' }, { state: 'intended', requestedAt: { lte: cutOff } }],
    },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
  })
  if (actions.length === 0) return []
  const all = await prisma().keyAction.findMany({
    where: { organizationId, keyId: { in: actions.map(({ keyId: of }) => of) } },
    select: { id: true, keyId: true, field: true },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
  })
  const last = new Map(all.map((action) => [`${action.keyId} ${action.field}`, action.id]))
  return actions.filter(({ id, keyId: of, field }) => last.get(`${of} ${field}`) === id)
}

async function settle(action: KeyAction, key: { status: string; name: string }, now: Date): Promise<void> {
  const found = { status: key.status, name: key.name }
  const value = action.field === 'name' ? found.name : found.status
  if (value === action.wanted) {
    await concludeKeyAction(action, { state: 'confirmed', found, failure: null }, now)
    return
  }
  if (now.getTime() - action.requestedAt.getTime() < CUT_OFF_MS) return
  const failure = `${action.failure ?? CUT_OFF} Looked at again later, the key is “${value}”: the change was not made.`
  await concludeKeyAction(action, { state: 'refused', found, failure }, now)
}
