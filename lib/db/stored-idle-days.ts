import { z } from 'zod'
import { IDLE_DAYS, MOST_IDLE_DAYS } from '@/lib/domain/key-audit'
import { pool } from './client'

export const IDLE_DAYS_SETTING = 'idle_days'

const schema = z.int().min(1).max(MOST_IDLE_DAYS)

/** What the team chose, or the default; what an odd version stored counts as nothing chosen. */
export async function readIdleDays(): Promise<number> {
  const { rows } = await pool().query<{ value: unknown }>('select value from settings where key = $1', [
    IDLE_DAYS_SETTING,
  ])
  return schema.safeParse(rows[0]?.value).data ?? IDLE_DAYS
}
