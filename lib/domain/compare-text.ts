/** For sorting by UTF-16 code unit, the same in every locale; days and codes sort as they should. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
