import { z } from 'zod'
import { DEFAULT_RETENTION, type Retention } from '@/lib/domain/retention'
import { prisma } from './client'

export const RETENTION = 'retention'

const days = z.int().positive().nullable()
const schema = z.object({ facts: days, revisions: days, audit: days, sync_runs: days })

/** What people chose, or the defaults; what an odd version stored counts as nothing chosen. */
export async function readRetention(): Promise<Retention> {
  const stored = await prisma().setting.findUnique({ where: { key: RETENTION } })
  return schema.safeParse(stored?.value).data ?? DEFAULT_RETENTION
}
