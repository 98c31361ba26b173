import { withoutSecrets } from '@/lib/without-secrets'

const RUNS_THE_OTHER_WAY =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}]/u

/**
 * What somebody else wrote, fit to stand in a sentence that leaves the house: on one line, of `most` characters at most, without
 * anything that looks like a secret, and kept to itself where it runs from right to left.
 */
export function toldText(text: string, most = 200): string {
  const line = withoutSecrets(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const letters = [...line]
  const short = letters.length > most ? `${letters.slice(0, most).join('')}…` : line
  return RUNS_THE_OTHER_WAY.test(short) ? `\u2068${short}\u2069` : short
}

/** The name of a key in quotes; what has none says so. */
export function toldName(name: string): string {
  const told = toldText(name)
  return told === '' ? '(no name)' : `“${told}”`
}
