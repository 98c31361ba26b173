import {
  type ChosenThresholds,
  mergeThresholds,
  soundThresholds,
} from '@/lib/domain/findings/chosen-thresholds'
import type { Thresholds } from '@/lib/domain/findings/thresholds'
import { prisma } from './client'

export const FINDING_THRESHOLDS_SETTING = 'finding_thresholds'

async function stored(): Promise<unknown> {
  return (await prisma().setting.findUnique({ where: { key: FINDING_THRESHOLDS_SETTING } }))?.value
}

/** What the rules go by: the defaults, and over them what the team chose. What an odd version stored counts as not chosen. */
export async function readThresholds(): Promise<Thresholds> {
  return mergeThresholds(await stored())
}

/** What differs from the defaults. */
export async function readChosenThresholds(): Promise<ChosenThresholds> {
  return soundThresholds(await stored())
}
