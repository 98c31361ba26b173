import { z } from 'zod'
import { IDLE_DAYS, MOST_IDLE_DAYS } from '@/lib/domain/key-audit'
import { prisma } from './client'

export const IDLE_DAYS_SETTING = 'idle_days'

const schema = z.int().min(1).max(MOST_IDLE_DAYS)

/** What the team chose, or the default; what an odd version stored counts as nothing chosen. */
export async function readIdleDays(): Promise<number> {
  const stored = await prisma().setting.findUnique({ where: { key: IDLE_DAYS_SETTING } })
  return schema.safeParse(stored?.value).data ?? IDLE_DAYS
}
