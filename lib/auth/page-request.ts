import { environment, publicUrl } from '@/lib/env'

const LARGEST_FORM_BYTES = 1_000_000 // as Next's own limit for server actions

export interface Refusal {
  status: 400 | 403 | 405 | 411 | 413
  sentence: string
}

interface PageRequest {
  method: string
  headers: Pick<Headers, 'get'>
  formData(): Promise<unknown>
}

/**
 * What no page or form of ours sends, refused with a clear answer before the framework meets it. `hosts`: those this
 * server is reached at; a form sent from any other site is none of ours.
 */
export async function refusalOf(request: PageRequest, hosts: string[]): Promise<Refusal | null> {
  const { method, headers } = request
  if (method === 'GET' || method === 'HEAD') return null
  if (method !== 'POST')
    return { status: 405, sentence: 'A page can be read and its forms sent, nothing else.' }
  const origin = headers.get('origin')
  if (origin !== null && !hosts.includes(hostOf(origin))) {
    return { status: 403, sentence: 'This form was sent from another site. Nothing was changed.' }
  }
  const length = headers.get('content-length')
  if (length === null) return { status: 411, sentence: 'The length of the form has to be declared.' }
  if (Number(length) > LARGEST_FORM_BYTES) {
    return { status: 413, sentence: 'This form is larger than 1 MB. Nothing was changed.' }
  }
  if (headers.get('content-type')?.startsWith('multipart/form-data') && !(await isReadable(request))) {
    return { status: 400, sentence: 'This form cannot be read. Nothing was changed.' }
  }
  return null
}

/** Every host a request can rightly have been sent to: the one it names, and the public one. */
export function hostsOf(headers: Pick<Headers, 'get'>): string[] {
  const forwarded = environment().ONEBILL_TRUST_PROXY ? headers.get('x-forwarded-host') : null
  return [headers.get('host'), forwarded, new URL(publicUrl()).host].filter((host) => host !== null)
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}

function isReadable(request: PageRequest): Promise<boolean> {
  return request.formData().then(
    () => true,
    () => false,
  )
}
