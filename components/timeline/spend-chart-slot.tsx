'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'
import type { ChartData } from './prepare-chart'

const SpendChart = dynamic(() => import('./spend-chart'), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
})

/** The chart's place, as high before as after it is there. */
export function SpendChartSlot({ data }: { data: ChartData }) {
  return (
    <div className="h-[280px]">
      <SpendChart data={data} />
    </div>
  )
}
