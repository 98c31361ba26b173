import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './checkout.mjs'
import { requireNode } from './install.mjs'

const read = (file) => readFileSync(path.join(ROOT, file), 'utf8')
const dockerfile = read('Dockerfile')
const compose = read('compose.yaml')
const ignored = read('.dockerignore').trim().split('\n')

test('the image is of one Node, which Onebill works with, and runs as nobody special', () => {
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)
  expect(new Set(bases).size).toBe(1)
  const major = /^node:(\d+)-slim$/.exec(bases[0])?.[1]
  expect(Number(major) % 2, 'a release with long-term support').toBe(0)
  requireNode(`${major}.0.0`)
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  expect(last).toMatch(/^USER node$/m)
  expect(last).toMatch(/^HEALTHCHECK .*\/api\/health/m)
})

test('everything the Dockerfile takes from here is here, and is sent along', () => {
  const taken = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files]) =>
    files.split(' '),
  )
  const run = [...dockerfile.matchAll(/(scripts\/[\w-]+\.mjs)/g)].map(([, file]) => file)
  expect(taken.length).toBeGreaterThan(2)
  for (const file of [...taken, ...run]) {
    expect(existsSync(path.join(ROOT, file)), file).toBe(true)
    expect(ignored, file).not.toContain(file)
  }
  const scripts = /const SCRIPTS = \[([^\]]+)\]/.exec(read('scripts/build-image.mjs'))?.[1] ?? ''
  const put = [...scripts.matchAll(/'([\w-]+)'/g)].map(([, name]) => `${name}.mjs`)
  expect(put).toContain('container.mjs')
  for (const name of put)
    for (const [, imported] of read(`scripts/${name}`).matchAll(/from '\.\/([\w-]+\.mjs)'/g))
      expect(put, `${name} imports ${imported}`).toContain(imported)
})

test('no secret is sent along or has a default', () => {
  expect(ignored).toEqual(expect.arrayContaining(['.env*', '.data', '.git', 'node_modules']))
  for (const name of ['POSTGRES_PASSWORD', 'AUTH_SECRET', 'ONEBILL_SECRET_KEY']) {
    const uses = [...compose.matchAll(new RegExp(`\\$\\{?${name}(\\S*)`, 'g'))].map(([, rest]) => rest)
    expect(uses.length, name).toBeGreaterThan(0)
    for (const rest of uses) expect(rest, name).toMatch(/^:\?/)
  }
  expect(compose.match(/^ {4}healthcheck:$/gm)?.length).toBe(1)
  expect(compose).toContain('condition: service_healthy')
})
