/** Whether the page at an address shows what is told: the timeline's address may say so itself, else the choice decides. */
export function isToldAt({
  pathname,
  asked,
  chosen,
}: {
  pathname: string
  /** Values of `data` in the address. */
  asked: readonly string[]
  chosen: 'real' | 'demo'
}): boolean {
  const [only] = asked
  const said = pathname === '/' && asked.length === 1 && (only === 'real' || only === 'demo') ? only : chosen
  return said === 'demo'
}
