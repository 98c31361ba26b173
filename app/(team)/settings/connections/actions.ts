'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { deleteOrganization, disconnect, setReadOnly } from '@/lib/commands/connections'
import type { Actor } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'
import { connectOrganization, recheckSource, replaceAdminKey } from '@/lib/sync/connect-organization'
import { requestSync, wakeSync } from '@/lib/sync/request-sync'
import { keepData } from '../../chosen-data'

/** What it is not is said by the reader of keys, in its own sentences. */
const adminKey = z.string().max(10_000, 'is far too long for an Admin key')
const id = plainText(100)

export const connectAction = formAction(
  z.object({ admin_key: adminKey }),
  'manage_connections',
  async ({ actor, input, now }) => {
    const { organization, source } = await connectOrganization(actor, input.admin_key, now)
    await startSync(actor, organization.id, now)
    await keepData('real')
    revalidatePath('/', 'layout')
    return { name: organization.name, source }
  },
)

export const replaceKeyAction = formAction(
  z.object({ id, admin_key: adminKey }),
  'manage_connections',
  async ({ actor, input, now }) => {
    const { organization, source } = await replaceAdminKey(actor, input.id, input.admin_key, now)
    await startSync(actor, organization.id, now)
    revalidatePath('/', 'layout')
    return { name: organization.name, source }
  },
)

export const recheckAction = formAction(
  z.object({ id }),
  'manage_connections',
  async ({ actor, input, now }) => {
    const { organizationId, source } = await recheckSource(actor, input.id, now)
    await startSync(actor, organizationId, now)
    revalidatePath('/', 'layout')
    return { source }
  },
)

export const readOnlyAction = formAction(
  z.object({ id, read_only: z.enum(['on', 'off']) }),
  'manage_connections',
  async ({ actor, input, now }) => {
    await setReadOnly(actor, input.id, input.read_only === 'on', now)
    revalidatePath('/', 'layout')
  },
)

export const disconnectAction = formAction(
  z.object({ id }),
  'manage_connections',
  async ({ actor, input, now }) => {
    const { name } = await disconnect(actor, input.id, now)
    revalidatePath('/', 'layout')
    return { name }
  },
)

export const deleteAction = formAction(
  z.object({ organization_id: id, typed_name: z.string().max(1000) }),
  'delete_data',
  async ({ actor, input, now }) => {
    const { name } = await deleteOrganization(actor, input.organization_id, input.typed_name, now)
    revalidatePath('/', 'layout')
    return { name }
  },
)

async function startSync(actor: Actor, organizationId: string, now: Date) {
  await requestSync({ organizationId, requestedBy: actor.name, now })
  wakeSync()
}
