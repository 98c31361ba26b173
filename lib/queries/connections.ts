import { prisma } from '@/lib/db/client'
import type { Connection } from '@/lib/domain/connection'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

const SHOWN = {
  id: true,
  organizationId: true,
  organization: { select: { name: true } },
  source: true,
  readOnly: true,
  keyHint: true,
  state: true,
  lastSyncedAt: true,
  failure: true,
  failingSince: true,
} as const

/** A told organisation is no connection: nothing is read of it any more. See lib/queries/demo.ts. */
const REAL = { organization: { isDemo: false } }

/** Every connected organisation, by name. Never the key, sealed or not. */
export async function listConnections(_viewer: Viewer): Promise<Connection[]> {
  const connections = await prisma().connection.findMany({
    where: REAL,
    select: SHOWN,
    orderBy: [{ organization: { name: 'asc' } }, { id: 'asc' }],
  })
  return connections.map(({ organization, ...connection }) => ({ ...connection, name: organization.name }))
}

export async function getConnection(_viewer: Viewer, id: string): Promise<Connection> {
  const found = await prisma().connection.findFirst({ where: { id, ...REAL }, select: SHOWN })
  if (!found) throw new ExpectedError('not_found', `There is no connection ${id}.`, { parameter: 'id' })
  const { organization, ...connection } = found
  return { ...connection, name: organization.name }
}

/** Organisations that were disconnected and whose figures were kept, by name. */
export async function listKeptOrganizations(_viewer: Viewer): Promise<{ id: string; name: string }[]> {
  return prisma().organization.findMany({
    where: { connection: null, isDemo: false },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}
