import { pool } from './client'

/** Whether a setting that is on or off is on; off where nobody ever chose. */
export async function isSwitchedOn(key: string): Promise<boolean> {
  const { rowCount } = await pool().query(`select from settings where key = $1 and value = 'true'::jsonb`, [
    key,
  ])
  return rowCount === 1
}
