import { describe, expect, it } from 'vitest'
import { addressedData, dataAsked } from './data-in-address'

const OPENED = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-dest': 'document' }
const ask = (address: string, headers: Record<string, string> = OPENED, method = 'GET') => {
  const [pathname = '', query = ''] = address.split('?')
  const url = { pathname, searchParams: new URLSearchParams(query) }
  return addressedData({ method, url, headers: new Headers(headers) })
}

describe('addressedData', () => {
  it('keeps the choice of whoever opens an address, and goes on to the same one without it', () => {
    expect(ask('/?data=demo')).toEqual({ kind: 'keep', data: 'demo', goesTo: '/' })
    expect(ask('/keys/-/k%2F1?range=7d&data=real&key=&key=a')).toEqual({
      ...{ kind: 'keep', data: 'real', goesTo: '/keys/-/k%2F1?range=7d&key=&key=a' },
    })
    expect(ask('/?data=demo', { accept: 'text/html' })).toMatchObject({ kind: 'keep' })
  })

  it('never leads away', () => {
    for (const path of ['//elsewhere.example/', '/\\elsewhere.example', '///elsewhere.example/x'])
      expect(ask(`${path}?data=demo`)).toMatchObject({ goesTo: '/' })
  })

  it('chooses nothing for a browser that reads ahead', () => {
    for (const [name, value] of [
      ['sec-purpose', 'prefetch;prerender'],
      ['purpose', 'prefetch'],
    ] as const)
      expect(ask('/?data=demo', { ...OPENED, [name]: value })).toEqual({ kind: 'not_ahead' })
  })

  it('chooses nothing for what is no page that somebody opens', () => {
    expect(ask('/?data=demo', { accept: '*/*', 'sec-fetch-dest': 'empty' })).toEqual({ kind: 'open_it' })
    for (const dest of ['image', 'iframe', 'script', 'style'])
      expect(ask('/?data=demo', { ...OPENED, 'sec-fetch-dest': dest })).toBeNull()
    expect(ask('/?data=demo', { accept: '*/*' })).toBeNull()
    expect(ask('/?data=demo', OPENED, 'POST')).toBeNull()
    expect(ask('/timeline.csv?data=demo')).toBeNull()
  })

  it('leaves alone what says nothing clear', () => {
    for (const query of ['', '?data=', '?data=both', '?data=demo&data=real', '?data=demo&data=demo'])
      expect(ask(`/${query}`)).toBeNull()
    expect(dataAsked(new URLSearchParams('data=real'))).toBe('real')
  })
})
