/** Two bars, a plan and its API use, on one line. `wordClass`: where the name stands beside them. */
export function ProductMark({ wordClass }: { wordClass?: string }) {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold">
      <svg aria-hidden viewBox="0 0 20 20" className="size-5">
        <rect x="3" y="9" width="5" height="8" rx="1" className="fill-[var(--plan)]" />
        <rect x="11" y="3" width="5" height="14" rx="1" className="fill-[var(--api)]" />
      </svg>
      <span className={wordClass}>Onebill</span>
    </span>
  )
}
