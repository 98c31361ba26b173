import { expect, it } from 'vitest'
import { refusalOf } from './page-request'

const HOSTS = ['localhost:3000', 'onebill.example']

function post(headers: Record<string, string>, body: string | FormData = 'a=b') {
  const request = new Request('http://localhost:3000/plans', { method: 'POST', body })
  for (const [name, value] of Object.entries({ 'content-length': '3', ...headers }))
    request.headers.set(name, value)
  return request
}

it('leaves reading alone, whoever links here', async () => {
  const headers = { origin: 'https://evil.example' }
  await expect(refusalOf(new Request('http://localhost:3000/', { headers }), HOSTS)).resolves.toBeNull()
})

it('lets our own forms through', async () => {
  const form = new FormData()
  form.set('name', 'Team')
  await expect(refusalOf(post({ origin: 'http://localhost:3000' }, form), HOSTS)).resolves.toBeNull()
  await expect(refusalOf(post({ origin: 'https://onebill.example' }, form), HOSTS)).resolves.toBeNull()
  await expect(refusalOf(post({}), HOSTS)).resolves.toBeNull()
})

it.each(['https://evil.example', 'http://localhost:3001', 'null', 'onebill.example'])(
  'refuses a form sent from %s',
  async (origin) => {
    await expect(refusalOf(post({ origin }), HOSTS)).resolves.toMatchObject({ status: 403 })
  },
)

it('refuses what is too large, of unknown length, unreadable, or neither read nor sent', async () => {
  await expect(refusalOf(post({ 'content-length': '1000001' }), HOSTS)).resolves.toMatchObject({
    status: 413,
  })
  const endless = post({})
  endless.headers.delete('content-length')
  await expect(refusalOf(endless, HOSTS)).resolves.toMatchObject({ status: 411 })
  for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data']) {
    await expect(refusalOf(post({ 'content-type': type }), HOSTS)).resolves.toMatchObject({ status: 400 })
  }
  const put = new Request('http://localhost:3000/', { method: 'PUT', body: 'x' })
  await expect(refusalOf(put, HOSTS)).resolves.toMatchObject({ status: 405 })
})
