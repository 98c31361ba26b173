/** RFC 3339 in whole seconds with Z, the form of bounds in every report. */
export function wireInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
