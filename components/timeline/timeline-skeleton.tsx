import { Skeleton } from '@/components/ui/skeleton'

/** In the shape of what comes. */
export function TimelineSkeleton() {
  return (
    <div className="flex flex-col gap-4" role="status" aria-label="Loading the timeline">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-[1fr_1.6fr_1fr_1.2fr]">
        {[0, 1, 2, 3].map((index) => (
          <Skeleton key={index} className="h-32" />
        ))}
      </div>
      <Skeleton className="h-7 max-w-xl" />
      <Skeleton className="h-7 max-w-3xl" />
      <Skeleton className="h-[340px]" />
      <Skeleton className="h-64" />
    </div>
  )
}
