import { expect, it } from 'vitest'
import { hashPassword, isPassword } from './password'

it('hashes with argon2id, salted', async () => {
  const [one, two] = await Promise.all([hashPassword('twelve chars'), hashPassword('twelve chars')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  await expect(isPassword('twelve chars', one)).resolves.toBe(true)
  await expect(isPassword('twelve charz', one)).resolves.toBe(false)
})

it('refuses everything for nobody, the dummy password too, and works as long for it', async () => {
  const stored = await hashPassword('twelve chars')
  await isPassword('warm up', null)
  const wrong = await fastest(() => isPassword('nobody', stored))
  const nobody = await fastest(() => isPassword('nobody', null))
  expect(nobody).toBeGreaterThan(wrong / 2)
  await expect(isPassword('nobody', null)).resolves.toBe(false)
})

async function fastest(run: () => Promise<boolean>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i += 1) {
    const started = performance.now()
    expect(await run()).toBe(false)
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}
