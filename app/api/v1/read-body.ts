import { ExpectedError } from '@/lib/errors'

/** The largest body read: 1 MB. Source: contract.md, "REST". */
export const MAX_BODY_BYTES = 1_048_576
const MAX_DEPTH = 50

const TOO_LARGE = 'The body is larger than 1 MB. Nothing was changed.'

/**
 * The JSON object a request carries; `undefined` for an empty body. At most 1 MB is held, whatever was declared.
 * Throws `wrong_media_type`, `too_large` or `invalid`.
 */
export async function readJsonObject(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    await discard(request)
    throw new ExpectedError('too_large', TOO_LARGE)
  }
  const bytes = await readAtMost(request, MAX_BODY_BYTES)
  if (bytes.byteLength === 0) return undefined
  requireJson(request.headers)
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ExpectedError('invalid', 'The body must be a JSON object.')
  refuseOddText(value)
  return value
}

function requireJson(headers: Headers): void {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  if (type.trim() !== 'application/json' || !isUtf8)
    throw new ExpectedError('wrong_media_type', 'Send the body as UTF-8 with Content-Type: application/json.')
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity')
    throw new ExpectedError('wrong_media_type', 'Send the body uncompressed, without Content-Encoding.')
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ExpectedError('invalid', 'The body is not valid JSON in UTF-8.')
  }
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await read(reader)
    if (done) return Buffer.concat(chunks)
    size += value.byteLength
    if (size > limit) {
      chunks.length = 0
      reader.releaseLock()
      await discard(request)
      throw new ExpectedError('too_large', TOO_LARGE)
    }
    chunks.push(value)
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new ExpectedError('invalid', 'The body was cut off. Nothing was changed.', { cause })
  }
}

const MAX_DISCARDED_BYTES = 64 * MAX_BODY_BYTES

/** Reads on without keeping anything: a client that is still sending would otherwise never see the answer. */
async function discard(request: Request): Promise<void> {
  const reader = request.body?.getReader()
  if (reader === undefined) return
  let size = 0
  while (size < MAX_DISCARDED_BYTES) {
    const { done, value } = await read(reader)
    if (done) return
    size += value.byteLength
  }
  await reader.cancel().catch(() => {})
}

/** PostgreSQL can store neither NUL nor half a surrogate pair; nesting is bounded before anything recurses into it. */
function refuseOddText(value: unknown, path: string[] = []): void {
  const parameter = path.join('.')
  if (path.length > MAX_DEPTH) throw new ExpectedError('invalid', 'The body is nested too deeply.')
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed())
      throw new ExpectedError('invalid', `${parameter}: must not contain NUL or half of a surrogate pair.`, {
        parameter,
      })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      refuseOddText(key, [...path, 'name of a field'])
      refuseOddText(inner, [...path, key])
    }
  }
}
