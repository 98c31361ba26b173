export const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 200

/**
 * Why this cannot be a password, as a sentence; null when it can. Length is counted in characters (code points), not
 * composition rules (NIST SP 800-63B, 5.1.1.2). `email` is compared without regard to case.
 */
export function passwordProblem(password: string, email: string): string | null {
  const length = [...password].length
  if (password.includes('\u0000')) return 'A password must not contain a NUL character.'
  if (length < SHORTEST_PASSWORD) return `A password needs at least ${SHORTEST_PASSWORD} characters.`
  if (length > LONGEST_PASSWORD) return `A password can have at most ${LONGEST_PASSWORD} characters.`
  if (isSameText(password, email)) return 'A password must not be your e-mail address.'
  if (variety(password) < 4)
    return 'This repeats the same few characters. Take a few unrelated words instead.'
  return null
}

/** How good a password is, in a sentence to stand below the field while it is typed. */
export function passwordStrength(password: string, email: string): { acceptable: boolean; sentence: string } {
  const length = [...password].length
  if (length === 0) {
    return {
      acceptable: false,
      sentence: `At least ${SHORTEST_PASSWORD} characters: a few unrelated words do well.`,
    }
  }
  if (length < SHORTEST_PASSWORD) {
    const missing = SHORTEST_PASSWORD - length
    return {
      acceptable: false,
      sentence: `${missing} more ${missing === 1 ? 'character' : 'characters'} to go.`,
    }
  }
  const problem = passwordProblem(password, email)
  if (problem) return { acceptable: false, sentence: problem }
  if (length < 16 || variety(password) < 8)
    return { acceptable: true, sentence: 'Good enough. Longer is stronger.' }
  return { acceptable: true, sentence: 'Strong.' }
}

function variety(password: string): number {
  return new Set(password).size
}

function isSameText(password: string, email: string): boolean {
  const given = email.trim().toLowerCase()
  return given !== '' && password.trim().toLowerCase() === given
}
