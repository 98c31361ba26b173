import { beforeEach, describe, expect, it } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { listSavedViews } from '@/lib/queries/saved-views'
import { deleteView, MOST_SAVED_VIEWS, saveView } from './saved-views'

const now = new Date('2026-11-22T10:00:00Z')
const ada = mintViewer({ kind: 'user', id: 'ada', name: 'Ada', role: 'viewer' })
const ben = mintViewer({ kind: 'user', id: 'ben', name: 'Ben', role: 'owner' })

useDatabase({ emptied: ['saved_views', 'audit_entries', 'users'] })

beforeEach(async () => {
  for (const id of ['ada', 'ben'])
    await prisma().user.create({
      data: { id, email: `${id}@example.com`, name: id, role: 'viewer', createdAt: now },
    })
})

describe('saved views', () => {
  it('belong to one person, by name, and the same name takes the new look', async () => {
    const { id } = await saveView(ada, { name: 'Batch', query: 'group=key' }, now)
    await saveView(ben, { name: 'Batch', query: 'group=model' }, now)
    await expect(saveView(ada, { name: 'Batch', query: 'group=key&range=7d' }, now)).resolves.toEqual({ id })
    await expect(listSavedViews(ada)).resolves.toEqual([{ id, name: 'Batch', query: 'group=key&range=7d' }])
    await expect(prisma().auditEntry.findMany({ select: { action: true } })).resolves.toHaveLength(3)
  })

  it('can be deleted by their owner alone, and brought back', async () => {
    const { id } = await saveView(ada, { name: 'Batch', query: 'group=key' }, now)
    await expect(deleteView(ben, id, now)).rejects.toMatchObject({ kind: 'not_found' })
    const gone = await deleteView(ada, id, now)
    await expect(listSavedViews(ada)).resolves.toEqual([])
    await saveView(ada, gone, now)
    await expect(listSavedViews(ada)).resolves.toMatchObject([{ name: 'Batch', query: 'group=key' }])
  })

  it('are deleted once, however often somebody clicks', async () => {
    const { id } = await saveView(ada, { name: 'Batch', query: '' }, now)
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => deleteView(ada, id, now)))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toEqual(Array(3).fill(expect.objectContaining({ kind: 'not_found' })))
  })

  it('are for people, and not without end', async () => {
    await expect(saveView(systemActor('job'), { name: 'x', query: '' }, now)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    for (let count = 0; count < MOST_SAVED_VIEWS; count++)
      await saveView(ada, { name: `view ${count}`, query: '' }, now)
    await expect(saveView(ada, { name: 'one more', query: '' }, now)).rejects.toMatchObject({
      kind: 'conflict',
    })
    await saveView(ada, { name: 'view 0', query: 'range=7d' }, now)
  })
})
