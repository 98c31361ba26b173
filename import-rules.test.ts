import { readdirSync } from 'node:fs'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { zones } from './import-rules.mjs'

const eslint = new ESLint()

async function rulesBroken(filePath: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return result?.messages.map((message) => message.ruleId) ?? []
}

// The first look of ESLint loads its plugins: seconds on a busy machine.
describe('import rules', { timeout: 30_000 }, () => {
  it.each([
    [
      'lib/domain/planted.ts',
      "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      'import/no-restricted-paths',
    ],
    ['lib/domain/planted.ts', "import { z } from 'zod'\nexport const x = z", 'no-restricted-imports'],
    ['lib/domain/planted.ts', 'export const x = new Date()', 'no-restricted-syntax'],
    [
      'lib/queries/planted.ts',
      "import * as x from '@/lib/sync/due-days'\nexport const y = x",
      'import/no-restricted-paths',
    ],
    [
      'lib/commands/planted.ts',
      "import { headers } from 'next/headers'\nexport const x = headers",
      'no-restricted-imports',
    ],
    [
      'components/ui/planted.tsx',
      "import { zero } from '@/lib/domain/money'\nexport const x = zero",
      'import/no-restricted-paths',
    ],
    [
      'components/plans/planted.tsx',
      "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      'import/no-restricted-paths',
    ],
    [
      'app/planted.tsx',
      "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      'import/no-restricted-paths',
    ],
    [
      'app/planted.tsx',
      "import * as x from '@/lib/anthropic/admin-client'\nexport const y = x",
      'import/no-restricted-paths',
    ],
    [
      'lib/env.ts',
      "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      'import/no-restricted-paths',
    ],
    [
      'lib/require-allowed.ts',
      "import * as x from '@/lib/commands/plans'\nexport const y = x",
      'import/no-restricted-paths',
    ],
    [
      'proxy.ts',
      "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      'import/no-restricted-paths',
    ],
    [
      'proxy.ts',
      "import * as x from '@/lib/queries/plans'\nexport const y = x",
      'import/no-restricted-paths',
    ],
    ['instrumentation.ts', "export const x = () => import('@/lib/db/client')", 'import/no-restricted-paths'],
  ])('%s refuses %j', async (filePath, code, rule) => {
    expect(await rulesBroken(filePath, code)).toContain(rule)
  })

  it('has a row for every room and every lone file of lib', () => {
    const targets = zones.map(({ target }) => target)
    const rooms = readdirSync('lib').filter((name) => !name.endsWith('.test.ts'))
    expect(rooms.map((name) => `./lib/${name}`).filter((path) => !targets.includes(path))).toEqual([])
  })

  it('lets a room use what its row names', async () => {
    expect(
      await rulesBroken(
        'lib/queries/planted.ts',
        "import { prisma } from '@/lib/db/client'\nexport const x = prisma",
      ),
    ).toEqual([])
  })
})
