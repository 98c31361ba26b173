/** The IANA name as this system spells it, or null for what is no time zone. */
export function timeZoneNamed(text: string | null | undefined): string | null {
  if (!text || text.length > 100) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** Every IANA zone this system knows, UTC first. */
export function listTimeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
}

/** Where a browser says its own zone, for those who chose none. */
export const BROWSER_TIME_ZONE_COOKIE = 'onebill.time-zone'
