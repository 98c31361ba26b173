'use server'

import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { ShownQuestion } from '@/components/keys/ask-owner-dialog'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { emailAddress, plainText } from '@/lib/parse-text'
import { askOwner, listOwnerQuestions, MOST_OWN_WORDS } from '@/lib/publish/owner-questions'
import { chosenData } from '../chosen-data'
import { keyReferences } from './key-references'

const ownWords = plainText(MOST_OWN_WORDS).or(z.literal('')).default('')

/** What each owner would be asked. */
export const showOwnerQuestions = formAction(
  z.object({ keys: keyReferences, ownWords }),
  'read',
  async ({ actor, input, now }): Promise<ShownQuestion[]> => {
    const questions = await listOwnerQuestions(actor, { ...input, data: await chosenData(actor) }, now)
    const refusal = isAllowed(actor.role, 'ask_owners') ? null : refusalSentence(actor.role, 'ask_owners')
    return questions.map(({ owner, keys, subject, text, notSendable }) => ({
      ...{ owner, subject, text, notSendable: notSendable ?? refusal },
      keys: keys.map(({ organizationId, keyId }) => `${organizationId} ${keyId}`),
    }))
  },
)

export const sendOwnerQuestion = formAction(
  z.object({ keys: keyReferences, ownWords, owner: emailAddress }),
  'ask_owners',
  async ({ actor, input, now }) => {
    await askOwner(actor, { ...input, data: await chosenData(actor) }, now)
  },
)
