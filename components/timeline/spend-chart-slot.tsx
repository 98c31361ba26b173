'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { Skeleton } from '@/components/ui/skeleton'
import type { ChartData } from './prepare-chart'

const SpendChart = dynamic(() => import('./spend-chart'), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
})

/** Fetched this far ahead of being scrolled to. */
const AHEAD = '400px'

/** The chart's place, as high before as after it is there: on a phone it lies below the figures, and many never get there. */
export function SpendChartSlot({ data }: { data: ChartData }) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const near = () => setNear(true)
    const observer = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && near(), {
      rootMargin: AHEAD,
    })
    if (place.current) observer.observe(place.current)
    window.addEventListener('beforeprint', near)
    return () => {
      observer.disconnect()
      window.removeEventListener('beforeprint', near)
    }
  }, [])
  return (
    <div ref={place} className="h-[280px]">
      {isNear ? <SpendChart data={data} /> : <Skeleton className="h-full w-full" />}
    </div>
  )
}
