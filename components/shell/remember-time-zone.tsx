'use client'

import { useEffect } from 'react'
import { BROWSER_TIME_ZONE_COOKIE } from '@/lib/domain/time-zone'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Tells the server the zone of this browser, for clock times from the next page on. */
export function RememberTimeZone() {
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const cookie = `${BROWSER_TIME_ZONE_COOKIE}=${timeZone}`
    if (document.cookie.split('; ').includes(cookie)) return
    const secure = location.protocol === 'https:' ? '; secure' : ''
    document.cookie = `${cookie}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`
  }, [])
  return null
}
