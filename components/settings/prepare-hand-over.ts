import type { KeyToHandOver } from '@/lib/domain/key-to-hand-over'

/** What can be done about them, and where. */
export function handOverSentence(keys: readonly Pick<KeyToHandOver, 'canChange'>[]): string {
  const [each, go] = keys.length === 1 ? ['its page', 'goes'] : ['the page of each', 'go']
  const what = keys.length === 1 ? 'This key' : `These ${keys.length} keys`
  const closed = keys.filter(({ canChange }) => !canChange).length
  const give = `${what} ${go} on working. Open ${each} to name a new owner`
  if (closed === 0) return `${give} or to deactivate it.`
  if (closed === keys.length)
    return `${give}. Deactivating is done in Anthropic’s Console: Onebill’s connection may only read.`
  return `${give} or to deactivate it. ${closed} of them can only be deactivated in Anthropic’s Console, because the connection may only read.`
}
