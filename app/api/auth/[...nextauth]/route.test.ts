import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { POST } from './route'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '3' }

function post(headers: Record<string, string>, body = 'a=b'): Promise<Response> {
  const address = 'http://localhost:3000/api/auth/signout'
  const request = new NextRequest(address, {
    method: 'POST',
    headers: { host: 'localhost:3000', ...headers },
    body,
  })
  return POST(request, { params: Promise.resolve({ nextauth: ['signout'] }) })
}

it.each<[string, Record<string, string>, number]>([
  ['longer than any form of ours', { ...FORM, 'content-length': '1000001' }, 413],
  ['of unknown length', { 'content-type': FORM['content-type'] }, 411],
  ['from another site', { ...FORM, origin: 'https://evil.example' }, 403],
  ['that is no form', { ...FORM, 'content-type': 'application/json' }, 400],
])('does not hand on what is %s', async (_what, headers, status) => {
  const answer = await post(headers, '{')
  expect(answer.status).toBe(status)
  expect(await answer.text()).toMatch(/\.$/)
})
