/**
 * Plain data as a JSON answer that no cache keeps. A bigint becomes a number where that is exact; one that is not is
 * a bug, since amounts are formatted as decimal strings before they come here.
 */
export function jsonAnswer(data: unknown, status = 200, headers: Record<string, string> = {}): Response {
  if (data === undefined) return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  return new Response(JSON.stringify(data, exactNumbers), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  })
}

function exactNumbers(name: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${name} is too large for a JSON number`)
  return number
}
