import { classNames } from './class-names'

/** A grey block in the shape of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('bg-sunk animate-pulse rounded-md', className)} />
}
