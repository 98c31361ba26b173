import { readCatalogue, type StoredEntry } from '@/lib/db/plan-rows'
import { CATALOGUE_DEFAULTS } from '@/lib/domain/plan-catalogue'
import type { Viewer } from '@/lib/domain/viewer'

export interface CatalogueLine extends StoredEntry {
  /** Came with Onebill on this day, so that an edit can be taken back. */
  isDefault: boolean
}

/** Names and list prices over time, oldest first within a code and cycle. */
export async function listCatalogue(_viewer: Viewer): Promise<CatalogueLine[]> {
  const entries = await readCatalogue()
  return entries.map((entry) => ({
    ...entry,
    isDefault: CATALOGUE_DEFAULTS.some(
      ({ code, cycle, validFrom }) =>
        code === entry.code && cycle === entry.cycle && validFrom === entry.validFrom,
    ),
  }))
}
