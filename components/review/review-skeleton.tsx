import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'

/** The figures and the first lines, in grey, until they are there. */
export function ReviewSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-4" role="status" aria-label="The review is being opened">
      <Card>
        <Skeleton className="mb-3 h-9 w-44" />
        <Skeleton className="h-44 w-full" />
      </Card>
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
