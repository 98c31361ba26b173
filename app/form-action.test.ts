import { redirect } from 'next/navigation'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import { runForm } from './form-action'

// On the server the framework puts this module in its place; outside of it the browser's would be loaded.
vi.mock('next/navigation', () => import('next/dist/client/components/navigation.react-server'))

const schema = z.object({
  name: z.string().min(3, 'must be longer'),
  seats: z.coerce.number().min(1, 'at least one'),
})

function formOf(entries: [string, string][]): FormData {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

afterEach(() => vi.restoreAllMocks())

describe('runForm', () => {
  it('answers the result', async () => {
    const form = formOf([
      ['name', 'Team'],
      ['seats', '3'],
      ['$ACTION_ID_1', ''],
    ])
    await expect(runForm(schema, form, async (input) => input)).resolves.toEqual({
      ok: true,
      result: { name: 'Team', seats: 3 },
    })
  })

  it('says what is wrong at each field and keeps what was typed, but no secret', async () => {
    const form = formOf([
      ['name', 'x'],
      ['seats', '0'],
      ['password', 'hunter2hunter2'],
      ['admin_key', 'sk-ant-admin01-x'],
    ])
    const run = vi.fn()
    await expect(runForm(schema, form, run)).resolves.toEqual({
      ok: false,
      error: 'Please look at the marked fields. Nothing was changed.',
      fieldErrors: { name: ['must be longer'], seats: ['at least one'] },
      values: { name: 'x', seats: '0' },
    })
    expect(run).not.toHaveBeenCalled()
  })

  it('hands over a name that occurs several times as an array', async () => {
    const form = formOf([
      ['pool', 'plan'],
      ['pool', 'api'],
    ])
    await expect(
      runForm(z.object({ pool: z.array(z.string()) }), form, async ({ pool }) => pool),
    ).resolves.toEqual({
      ok: true,
      result: ['plan', 'api'],
    })
  })

  it('shows the sentence of an expected error, at its field where it names one', async () => {
    const run = async () => {
      throw new ExpectedError('conflict', 'This name is taken.', { parameter: 'name' })
    }
    await expect(runForm(z.object({ name: z.string() }), formOf([['name', 'Team']]), run)).resolves.toEqual({
      ok: false,
      error: 'This name is taken.',
      fieldErrors: { name: ['This name is taken.'] },
      values: { name: 'Team' },
    })
  })

  it('logs a bug under an id, without secrets, and shows only the id', async () => {
    const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const run = async () => {
      throw new Error('broken at sk-ant-admin01-abcdef')
    }
    const outcome = await runForm(z.object({}), formOf([]), run)
    const id = /\(id ([0-9a-f-]{36})\)/.exec(outcome.ok ? '' : outcome.error)?.[1]
    const line = String(logged.mock.calls[0]?.[0])
    expect(id).toBeDefined()
    expect(line).toContain(id)
    expect(line).toContain('broken at')
    expect(line + JSON.stringify(outcome)).not.toContain('admin01')
  })

  it('lets a redirect through', async () => {
    await expect(runForm(z.object({}), formOf([]), async () => redirect('/start'))).rejects.toThrow(
      'NEXT_REDIRECT',
    )
  })
})
