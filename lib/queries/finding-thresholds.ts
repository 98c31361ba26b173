import { readChosenThresholds } from '@/lib/db/finding-thresholds'
import type { ChosenThresholds } from '@/lib/domain/findings/chosen-thresholds'
import type { Viewer } from '@/lib/domain/viewer'

/** What the team chose otherwise than the defaults, by `rule.name`. */
export function getChosenThresholds(_viewer: Viewer): Promise<ChosenThresholds> {
  return readChosenThresholds()
}
