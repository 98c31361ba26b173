'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { setThresholds } from '@/lib/commands/finding-thresholds'
import { RULE_IDS } from '@/lib/domain/findings/finding'

// No field may be called reset: it would hide the form’s own method.
const DEFAULTS = 'defaults'

/** The fields of one rule by name; those left blank go back to their default. */
export const saveThresholds = formAction(
  z.object({ rule: z.enum(RULE_IDS) }).catchall(z.string().max(100)),
  'manage_settings',
  async ({ actor, input, now }) => {
    const { rule, ...given } = input
    const filled = Object.entries(given).filter(([, text]) => text.trim() !== '')
    const values = DEFAULTS in given ? {} : Object.fromEntries(filled)
    await setThresholds(actor, rule, values, now)
    revalidatePath('/settings/findings')
    return { isReset: DEFAULTS in given }
  },
)
