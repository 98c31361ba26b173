import { concludeOwnerQuestion, recordOwnerQuestion } from '@/lib/commands/owner-questions'
import type { DataScope } from '@/lib/domain/data-scope'
import type { AuditCard } from '@/lib/domain/key-audit'
import type { Key } from '@/lib/domain/key-list'
import type { Actor, Viewer } from '@/lib/domain/viewer'
import { publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { formatDay, formatUsd } from '@/lib/format'
import { ASKED_DAYS, keysByOwner, type KeysOfOwner } from '@/lib/queries/owner-questions'
import { requireAllowed } from '@/lib/require-allowed'
import { canSendMail, type Mail, sendMail } from './mail'
import { toldName, toldText } from './told-text'

/** Characters of the asker's own words. */
export const MOST_OWN_WORDS = 1000

type Asked = readonly { organizationId: string; keyId: string }[]

export interface OwnerQuestion {
  /** A mail address; null: nobody is known to own these keys. */
  owner: string | null
  keys: { organizationId: string; keyId: string; name: string }[]
  subject: string
  /** To copy as it stands. */
  text: string
  /** Why it cannot be sent from here, as a sentence; null = it can. */
  notSendable: string | null
}

/** One message per owner about these keys, with what is known of each. Nothing is sent or written. */
export async function listOwnerQuestions(
  viewer: Viewer,
  { keys, ownWords, data }: { keys: Asked; ownWords: string; data: DataScope },
  now: Date,
): Promise<OwnerQuestion[]> {
  const owners = await keysByOwner(viewer, keys, data, now)
  return owners.map((one) => {
    const mail = ownerQuestionMail(one, viewer.name, ownWords)
    return {
      owner: one.owner,
      keys: one.keys.map(({ organizationId, id, name }) => ({ organizationId, keyId: id, name })),
      subject: mail.subject,
      text: [...mail.paragraphs, `${mail.link.words}:\n${mail.link.url}`].join('\n\n'),
      notSendable: whyNotSendable(one, data),
    }
  })
}

/** Sends one owner the message about these keys, and records that it was. The message is made anew: nobody writes it from outside. */
export async function askOwner(
  actor: Actor,
  { owner, keys, ownWords, data }: { owner: string; keys: Asked; ownWords: string; data: DataScope },
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'ask_owners')
  const found = (await keysByOwner(actor, keys, data, now)).find((one) => one.owner === owner)
  if (!found)
    throw new ExpectedError('conflict', `${owner} owns none of these keys any more. Nothing was sent.`)
  const obstacle = whyNotSendable(found, data)
  if (obstacle) throw new ExpectedError('conflict', `${obstacle} Nothing was sent.`)
  const subject = {
    owner,
    keys: found.keys.map(({ organizationId, id }) => ({ organizationId, keyId: id })),
  }
  await recordOwnerQuestion(actor, subject, now)
  try {
    await sendMail({ to: owner, ...ownerQuestionMail(found, actor.name, ownWords) })
  } catch (error) {
    await concludeOwnerQuestion(actor, subject, 'not_asked', now)
    throw error
  }
  await concludeOwnerQuestion(actor, subject, 'asked', now)
}

function whyNotSendable({ owner, isHere }: KeysOfOwner, data: DataScope): string | null {
  if (data === 'demo') return 'These keys belong to a told story, so nobody can be written to.'
  if (owner === null) return 'Nobody is known to own these keys.'
  if (!isHere) return `${owner} is neither here nor a member at Anthropic (any more).`
  if (!canSendMail()) return 'This Onebill cannot send mail: SMTP_URL is not set.'
  return null
}

const REASONS = new Intl.ListFormat('en-GB')

const WHY: Record<AuditCard, (key: Key) => string> = {
  idle: ({ audit }) => `was not used for ${audit.rest.days} days`,
  never_expires: () => 'never expires',
  owner_gone: () => 'belonged to somebody who is no longer a member',
  experiment: () => 'looks like an experiment',
}

/** What an owner is asked, in words; names of others are kept to themselves and tell no secret. */
function ownerQuestionMail(
  { owner, name, keys }: Pick<KeysOfOwner, 'owner' | 'name' | 'keys'>,
  asker: string,
  ownWords: string,
): Omit<Mail, 'to'> {
  const [first] = keys
  const count = keys.length === 1 ? 'this API key' : `these ${keys.length} API keys`
  const organizations = [...new Set(keys.map(({ organizationName }) => toldText(organizationName)))].join(
    ', ',
  )
  return {
    subject:
      keys.length === 1 && first
        ? `Is the API key ${toldName(first.name)} still needed?`
        : `Are your ${keys.length} API keys still needed?`,
    paragraphs: [
      `Hello${(name ?? owner) ? ` ${toldText(name ?? owner ?? '')}` : ''},`,
      `${toldText(asker)} asks whether ${count} of ${organizations} at Anthropic ${keys.length === 1 ? 'is' : 'are'} still needed.`,
      ...(ownWords.trim() ? [toldText(ownWords, MOST_OWN_WORDS)] : []),
      ...keys.map(keyInWords),
      'Please answer what each is used for, or that it can go. Whatever is deactivated can be reactivated at any time; nothing is deleted.',
    ],
    link:
      keys.length === 1 && first
        ? { words: 'See what it costs', url: keyUrl(first) }
        : { words: 'See what they cost', url: ownerUrl(owner) },
  }
}

function keyInWords(key: Key): string {
  const { rest, cards } = key.audit
  const lastUse =
    rest.lastUsedOn !== null
      ? `last used on ${formatDay(rest.lastUsedOn)}`
      : rest.since !== null
        ? `no use since ${formatDay(rest.since)}${rest.from === 'first_known_day' ? ', the first day known' : ''}`
        : 'last use not known'
  const spent = key.spend === null ? 'cost not told' : formatUsd(key.spend).text
  const total = key.total === null ? 'not told' : formatUsd(key.total).text
  const since = key.knownSince ? ` since ${formatDay(key.knownSince)}` : ''
  const reasons = cards.map((card) => WHY[card](key))
  return [
    `– ${toldName(key.name)} (${key.hint ?? key.id})`,
    key.workspaceName ? `, workspace ${toldText(key.workspaceName)}` : '',
    `, ${key.status}: ${lastUse}; ${spent} in the last ${ASKED_DAYS} days, ${total} in all${since}.`,
    reasons.length > 0 ? ` Asked because it ${REASONS.format(reasons)}.` : '',
  ].join('')
}

function keyUrl({ organizationId, id }: Key): string {
  return `${publicUrl()}/keys/${encodeURIComponent(organizationId)}/${encodeURIComponent(id)}`
}

function ownerUrl(owner: string | null): string {
  return `${publicUrl()}/keys?${new URLSearchParams({ owner: owner ?? 'none' }).toString()}`
}
