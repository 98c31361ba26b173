import { z } from 'zod'
import { invite, withdrawInvitation } from '@/lib/commands/invitations'
import { changeRole, disablePerson, enablePerson } from '@/lib/commands/people'
import { ROLES } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { emailAddress } from '@/lib/parse-text'
import { getPerson, listInvitations, listPeople, type PersonRow } from '@/lib/queries/people'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'

const role = z.enum(ROLES)
const instant = z.iso.datetime()
const params = z.object({ id: z.string().max(100) })

const personItem = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  created_at: instant,
  last_seen_at: instant.nullable().describe('Exact to five minutes'),
  two_factor: z.boolean(),
  disabled_at: instant.nullable(),
})

/** Everybody on one page, those who can sign in first. */
export const readPeople = endpoint(
  { permission: 'manage_people', summary: 'List people', answer: listPage(personItem) },
  async ({ viewer }) => ({ data: (await listPeople(viewer)).map(asItem), next_cursor: null }),
)

const personAnswer = personItem.extend({
  anthropic_keys: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: z.string(),
        organization: z.string(),
        workspace: z.string().nullable(),
      }),
    )
    .describe('Made by this person at Anthropic; they go on working when the person is disabled'),
})

/** One person, with the Anthropic keys to hand over when they leave. */
export const readPerson = endpoint(
  { permission: 'manage_people', summary: 'Read a person', params, answer: personAnswer },
  ({ viewer, params, now }) => personOf(viewer, params.id, now),
)

/**
 * Changes the role (403 above one's own), or disables (ends sessions and tokens) or enables; one of them at a time. 409
 * for the last owner who can sign in, and where nothing would change.
 */
export const changePerson = endpoint(
  {
    permission: 'manage_people',
    summary: 'Change the role of a person, disable or enable them',
    params,
    body: z.object({ role: role.optional(), disabled: z.boolean().optional() }),
    answer: personAnswer,
  },
  async ({ viewer, params: { id }, body, now }) => {
    if ((body.role === undefined) === (body.disabled === undefined))
      throw new ExpectedError('invalid', 'Give either role or disabled.', { parameter: 'role' })
    if (body.role !== undefined) await changeRole(viewer, { id, role: body.role }, now)
    else if (body.disabled) await disablePerson(viewer, id, now)
    else await enablePerson(viewer, id, now)
    return personOf(viewer, id, now)
  },
)

async function personOf(viewer: Parameters<typeof getPerson>[0], id: string, now: Date) {
  const person = await getPerson(viewer, id, now)
  const keys = person.keys.map(({ id, name, status, organization, workspace }) => ({
    ...{ id, name, status, organization, workspace },
  }))
  return { ...asItem(person), anthropic_keys: keys }
}

const invitationItem = z.object({
  id: z.string(),
  email: z.string(),
  role,
  created_at: instant,
  expires_at: instant,
  invited_by: z.string().nullable(),
  expired: z.boolean(),
})

/** Invitations that nobody has used or withdrawn, the newest first, on one page. Never their links. */
export const readInvitations = endpoint(
  { permission: 'manage_people', summary: 'List invitations', answer: listPage(invitationItem) },
  async ({ viewer, now }) => {
    const rows = await listInvitations(viewer, now)
    const data = rows.map(({ id, email, role, createdAt, expiresAt, invitedBy, expired }) => ({
      ...{ id, email, role, expired, invited_by: invitedBy },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
    }))
    return { data, next_cursor: null }
  },
)

/**
 * Invites by a link that works once, within 7 days; it takes the place of an earlier one to the same e-mail. The answer
 * is the only place the link is ever shown, and no mail is sent. 403 for a role above one's own, or in place of an
 * invitation to one; 409 for who is here.
 */
export const makeInvitation = endpoint(
  {
    permission: 'manage_people',
    summary: 'Invite somebody',
    body: z.object({ email: emailAddress, role }),
    status: 201,
    answer: z.object({ id: z.string(), email: z.string(), role, url: z.string(), expires_at: instant }),
  },
  async ({ viewer, body, now }) => {
    const { id, email, role, url, expiresAt } = await invite(viewer, body, now)
    return { id, email, role, url, expires_at: expiresAt.toISOString() }
  },
)

/** The link does not work any more. 404 for one that was used or withdrawn. */
export const deleteInvitation = endpoint(
  { permission: 'manage_people', summary: 'Withdraw an invitation', params, status: 204 },
  async ({ viewer, params, now }) => {
    await withdrawInvitation(viewer, params.id, now)
  },
)

function asItem(person: PersonRow) {
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    created_at: person.createdAt.toISOString(),
    last_seen_at: person.lastSeenAt?.toISOString() ?? null,
    two_factor: person.twoFactor,
    disabled_at: person.disabledAt?.toISOString() ?? null,
  }
}
