'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { parseView, type SearchParams, type TimelineView } from '@/components/timeline/timeline-view'

/** The view the timeline shows; null on every other page. */
export function useTimelineView(): TimelineView | null {
  const pathname = usePathname()
  const params = useSearchParams()
  return useMemo(() => viewAt(pathname, params), [pathname, params])
}

export function viewAt(pathname: string, params: URLSearchParams): TimelineView | null {
  return pathname === '/' ? parseView(paramsOf(params)).view : null
}

function paramsOf(search: URLSearchParams): SearchParams {
  const params: SearchParams = {}
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    params[name] = values.length === 1 ? values[0] : values
  }
  return params
}
