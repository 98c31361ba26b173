import { isRefusal } from '@/lib/anthropic/key-calls'
import {
  type Conclusion,
  concludeKeyAction,
  noSuchKey,
  recordGuardIntent,
  recordKeyIntent,
  whyNotWritable,
} from '@/lib/commands/key-actions'
import { prisma } from '@/lib/db/client'
import type { ApiKey, KeyAction } from '@/lib/db/generated/client'
import { readKeysUse, type StoredKeyUse } from '@/lib/db/key-use'
import { dayOf } from '@/lib/domain/day'
import { type KeyChange, undoOfChange, whyNotChangeable } from '@/lib/domain/key-change'
import { type RecentKeyUse, recentKeyUse } from '@/lib/domain/key-use'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { callKey, type CallSettings, type Called } from './call-key'
import { connectionClient, type ConnectionSecret } from './connection-client'
import { settleKey } from './settle-key-actions'

/** Within CUT_OFF_MS together, so that an action still open after that was cut off. */
const WRITE_MS = 12_000
const READ_BACK_MS = 8_000

export interface KeyReference {
  organizationId: string
  keyId: string
}

export interface ActSettings extends CallSettings {
  clock: () => Date
  writeMs?: number
  readBackMs?: number
}

export interface KeyOutcome extends KeyReference {
  actionId: string
  auditId: string
  /** confirmed: reading the key back says so. refused: nothing changed. unconfirmed: not known. */
  state: Conclusion['state']
  /** As last read at Anthropic. */
  name: string
  status: string
  /** Why it is not confirmed, as a sentence. */
  failure: string | null
  canUndo: boolean
}

export interface KeyPreview extends RecentKeyUse, KeyReference {
  name: string
  status: string
  /** What stands in the way now, as a sentence; null = nothing known. */
  obstacle: string | null
}

/** What a change would mean, from what is stored: Anthropic is not asked, nothing is written. */
export async function previewKeyChange(
  actor: Actor,
  { organizationId, keyId, change }: KeyReference & { change: KeyChange },
  now: Date,
): Promise<KeyPreview> {
  requireAllowed(actor, 'change_keys')
  await storedKey({ organizationId, keyId })
  const [preview] = await previewKeyChanges(actor, { keys: [{ organizationId, keyId }], change }, now)
  if (!preview) throw noSuchKey()
  return preview
}

/** The same for several keys, in the order asked for; what was never listed is not in the way of the others. */
export async function previewKeyChanges(
  actor: Actor,
  { keys, change }: { keys: readonly KeyReference[]; change: KeyChange },
  now: Date,
): Promise<KeyPreview[]> {
  requireAllowed(actor, 'change_keys')
  requireFew(keys)
  const stored = await Promise.all(
    keys.map((key) => prisma().apiKey.findUnique({ where: { organizationId_id: nameOf(key) } })),
  )
  const organizations = [...new Set(keys.map(({ organizationId }) => organizationId))]
  const closed = new Map(
    await Promise.all(organizations.map(async (id) => [id, await whyNotWritable(id)] as const)),
  )
  const uses = await readKeysUse(keys, dayOf(now))
  return keys.map((reference, index) => {
    const key = stored[index]
    if (!key) {
      const unknown = { name: reference.keyId, status: 'never listed', obstacle: noSuchKey().message }
      return { ...reference, ...unknown, ...recentUseOf({ createdAt: null }, uses[index], now) }
    }
    const obstacle = whyNotChangeable(key, change) ?? closed.get(key.organizationId)?.message ?? null
    return {
      ...{ ...reference, name: key.name, status: key.status, obstacle },
      ...recentUseOf(key, uses[index], now),
    }
  })
}

/**
 * Changes a key at Anthropic: the intent is recorded, Anthropic is asked, the key is read back, and what that says is recorded.
 * Anthropic failing is an outcome, not an error. Throws ExpectedError where Anthropic must not be asked: 'forbidden' for the
 * role, a read-only connection and a told story, 'incomplete' without a reason, 'conflict' where the key is beyond change or
 * somebody else is at it.
 */
export async function actOnKey(
  actor: Actor,
  request: KeyReference & { change: KeyChange; reason: string },
  settings: ActSettings,
): Promise<KeyOutcome> {
  requireAllowed(actor, 'change_keys')
  return act(recordingAs(actor), { ...request, undoOf: null }, settings)
}

/** Deactivates a key in the name of the guard; all else is as in `actOnKey`. */
export async function deactivateAsGuard(
  request: KeyReference & { reason: string },
  settings: ActSettings,
): Promise<KeyOutcome> {
  return act(
    recordGuardIntent,
    { ...request, change: { field: 'status', wanted: 'inactive' }, undoOf: null },
    settings,
  )
}

type RecordIntent = typeof recordGuardIntent

const recordingAs =
  (actor: Actor): RecordIntent =>
  (intent, now) =>
    recordKeyIntent(actor, intent, now)

/** Takes a confirmed change back, with the same care. The reason is the change's own. */
export async function undoKeyAction(
  actor: Actor,
  actionId: string,
  settings: ActSettings,
): Promise<KeyOutcome> {
  requireAllowed(actor, 'change_keys')
  const done = await prisma().keyAction.findUnique({ where: { id: actionId } })
  if (!done) throw new ExpectedError('not_found', 'There is no such change of a key.', { parameter: 'id' })
  const change = done.state === 'confirmed' ? undoOfChange(done) : null
  if (!change)
    throw new ExpectedError(
      'conflict',
      done.wanted === 'archived'
        ? 'Archiving is final: Anthropic never brings an archived key back.'
        : 'Only a confirmed change can be taken back. Nothing was changed.',
    )
  const { organizationId, keyId } = done
  const key = await storedKey({ organizationId, keyId })
  if (key[change.field] !== done.wanted)
    throw new ExpectedError(
      'conflict',
      `The key “${key.name}” was changed again since, so there is nothing left to take back. Nothing was changed.`,
    )
  const reason = `Taking back: ${done.reason}`.slice(0, MOST_REASON)
  return act(recordingAs(actor), { organizationId, keyId, change, reason, undoOf: done.id }, settings)
}

/** Characters of a reason. */
export const MOST_REASON = 1000

async function act(
  recordIntent: RecordIntent,
  request: KeyReference & { change: KeyChange; reason: string; undoOf: string | null },
  settings: ActSettings,
): Promise<KeyOutcome> {
  const { organizationId, keyId, change } = request
  const reason = request.reason.trim()
  if (reason === '')
    throw new ExpectedError(
      'incomplete',
      `A reason is needed: it stands in the audit log, for whoever asks later. Nothing was changed.`,
      { parameter: 'reason' },
    )
  const key = await storedKey({ organizationId, keyId })
  const obstacle = await whyNotWritable(organizationId)
  if (obstacle) throw obstacle
  const connection: ConnectionSecret = await prisma().connection.findUniqueOrThrow({
    where: { organizationId },
  })
  connectionClient(connection, { signal: new AbortController().signal, onRequest: () => {} }) // can its key be opened?
  await settleKey(connection, keyId, settings)
  const stops = change.field === 'status' && change.wanted !== 'active' && key.status === 'active'
  const savesMonthly = stops ? (await recentUse(key, settings.clock())).savesMonthly : null
  const intent = await recordIntent({ ...request, reason, savesMonthly }, settings.clock())
  const conclusion = await carryOut(connection, intent, change, settings)
  const concluded = await concludeKeyAction(intent, conclusion, settings.clock())
  if (!concluded)
    throw new ExpectedError('conflict', 'Somebody looked after this change meanwhile. Look again.')
  return {
    ...{ organizationId, keyId, actionId: intent.id, auditId: concluded.auditId, ...concluded.key },
    ...{ state: conclusion.state, failure: conclusion.failure },
    canUndo: conclusion.state === 'confirmed' && undoOfChange(intent) !== null,
  }
}

async function carryOut(
  connection: ConnectionSecret,
  { wanted, keyId }: KeyAction,
  change: KeyChange,
  { writeMs = WRITE_MS, readBackMs = READ_BACK_MS, ...settings }: ActSettings,
): Promise<Conclusion> {
  const asked = change.field === 'status' ? { status: change.wanted } : { name: change.wanted }
  const written = await callKey(connection, { ...settings, milliseconds: writeMs }, (key) =>
    key.change(keyId, asked),
  )
  const read = await callKey(connection, { ...settings, milliseconds: readBackMs }, (key) => key.read(keyId))
  const found = read.value && { status: read.value.status, name: read.value.name }
  if (written.error && isRefusal(written.error))
    return { state: 'refused', found, failure: written.error.message }
  if (found?.[change.field] === wanted) return { state: 'confirmed', found, failure: null }
  return { state: 'unconfirmed', found, failure: whyNotKnown(written, read, found?.[change.field]) }
}

function whyNotKnown(written: Called<unknown>, read: Called<unknown>, found: string | undefined): string {
  if (written.error && read.error) return `${written.error.message} Reading the key back failed as well.`
  if (written.error)
    return `${written.error.message} Read back, the key is still “${found}”; the change may yet arrive.`
  if (read.error) return `Anthropic took the change, but reading the key back failed: ${read.error.message}`
  return `Anthropic took the change, but read back, the key is still “${found}”.`
}

async function storedKey({ organizationId, keyId }: KeyReference) {
  const key = await prisma().apiKey.findUnique({
    where: { organizationId_id: nameOf({ organizationId, keyId }) },
  })
  if (!key) throw noSuchKey()
  return key
}

function nameOf({ organizationId, keyId }: KeyReference): { organizationId: string; id: string } {
  return { organizationId, id: keyId }
}

async function recentUse(key: ApiKey, now: Date): Promise<RecentKeyUse> {
  const { organizationId, id: keyId } = key
  const [use] = await readKeysUse([{ organizationId, keyId }], dayOf(now))
  return recentUseOf(key, use, now)
}

function recentUseOf(
  { createdAt }: Pick<ApiKey, 'createdAt'>,
  use: StoredKeyUse | undefined,
  now: Date,
): RecentKeyUse {
  const { rows, days, people } = use ?? { rows: [], days: [], people: [] }
  return recentKeyUse(rows, days, { today: dayOf(now), createdOn: createdAt && dayOf(createdAt) }, people)
}

/** Reads a key whose change was not confirmed once more, and settles what that tells. Throws where Anthropic does not answer. */
export async function lookAtKey(
  actor: Actor,
  { organizationId, keyId }: KeyReference,
  settings: ActSettings,
): Promise<void> {
  requireAllowed(actor, 'change_keys')
  await storedKey({ organizationId, keyId })
  const connection = await prisma().connection.findFirst({
    where: { organizationId, organization: { isDemo: false } },
  })
  if (!connection)
    throw new ExpectedError(
      'conflict',
      'The organisation is not connected any more, so the key cannot be read.',
    )
  const failure = await settleKey(connection, keyId, settings)
  if (failure) throw failure
}

/** Keys that are looked at or changed with one confirmation. */
export const MOST_KEYS_AT_ONCE = 200

function requireFew(keys: readonly KeyReference[]): void {
  if (keys.length > MOST_KEYS_AT_ONCE)
    throw new ExpectedError('incomplete', `At most ${MOST_KEYS_AT_ONCE} keys can be changed at once.`, {
      parameter: 'keys',
    })
}
