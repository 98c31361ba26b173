/** A key to press. */
export function KeyCap({ children }: { children: string }) {
  return (
    <kbd className="text-ink-2 inline-flex h-5 min-w-5 items-center justify-center rounded-[5px] border px-1 font-mono text-xs">
      {children}
    </kbd>
  )
}
