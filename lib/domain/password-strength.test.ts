import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordProblem, passwordStrength } from './password-strength'

describe('passwordProblem', () => {
  it('wants twelve characters, counted as people count', () => {
    expect(passwordProblem('elevenchars', '')).toContain('at least 12')
    expect(passwordProblem('twelve chars', '')).toBeNull()
    expect(passwordProblem('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔', '')).toContain('at least 12')
    expect(passwordProblem('x1y2'.repeat(60), '')).toContain('at most 200')
  })

  it('refuses the e-mail address however it is written', () => {
    expect(passwordProblem('Ada.Lovelace@Example.com ', 'ada.lovelace@example.com')).toContain('e-mail')
  })

  it('refuses the same few characters over and over', () => {
    expect(passwordProblem('abababababababab', '')).toContain('repeats')
  })

  it('refuses NUL', () => {
    expect(passwordProblem('twelve\u0000 chars', '')).toContain('NUL')
  })
})

describe('passwordStrength', () => {
  it('never calls acceptable what is refused, nor the other way round', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 220 }), fc.string(), (password, email) => {
        const { acceptable, sentence } = passwordStrength(password, email)
        expect(acceptable).toBe(passwordProblem(password, email) === null)
        expect(sentence).not.toBe('')
      }),
    )
  })

  it('counts down to the shortest length', () => {
    expect(passwordStrength('elevenchars', '').sentence).toBe('1 more character to go.')
    expect(passwordStrength('ten chars!', '').sentence).toBe('2 more characters to go.')
  })
})
