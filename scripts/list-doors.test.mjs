import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOORS } from '@/lib/domain/doors'
import { ROOT } from './checkout.mjs'
import { listDoors } from './list-doors.mjs'

describe('every page, action and route', () => {
  const doors = listDoors(ROOT)

  it('has its line in the table of doors', () => {
    expect(doors.filter((door) => !Object.hasOwn(DOORS, door))).toEqual([])
  })

  it('is still there for each line', () => {
    expect(Object.keys(DOORS).filter((door) => !doors.includes(door))).toEqual([])
  })
})

describe('listDoors', () => {
  const planted = (files) => {
    const root = mkdtempSync(path.join(tmpdir(), 'onebill-doors-'))
    try {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
        writeFileSync(path.join(root, name), text)
      }
      return listDoors(root)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }

  it('finds what somebody adds', () => {
    const found = planted({
      'app/(team)/new/[id]/page.tsx': 'export default function Page() {}',
      'app/api/v1/new/route.ts': 'export const { GET, POST, PUT } = methods({ GET: read, POST: make })',
      'app/new.csv/route.ts': 'export async function GET() {}\nexport async function DELETE() {}',
      'app/renamed/route.ts': 'export { handle as GET, handle as POST }',
      'app/(team)/new/actions.ts': "'use server'\nexport const one = 1\nexport async function two() {}",
      'app/(team)/new/actions.test.ts': "'use server'\nexport const three = 3",
      'app/(team)/new/drawing.tsx': 'export const four = 4',
    })
    expect(found).toEqual([
      'DELETE /new.csv',
      'GET /api/v1/new',
      'GET /new.csv',
      'GET /renamed',
      'POST /api/v1/new',
      'POST /renamed',
      'action app/(team)/new/actions.ts one',
      'action app/(team)/new/actions.ts two',
      'page /new/[id]',
    ])
  })

  it.each([
    [
      'an action inside another file',
      { 'app/page.tsx': "function f() { 'use server' }" },
      /file of their own/,
    ],
    ['a route it cannot read', { 'app/x/route.ts': "export * from './y'" }, /no method/],
  ])('refuses %s', (_what, files, sentence) => {
    expect(() => planted(files)).toThrow(sentence)
  })
})
