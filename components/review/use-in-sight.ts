'use client'

import { useEffect, useState, type RefObject } from 'react'

/** Whether the lines have come up to where the bar of decisions would stand: nobody decides on what they have not seen. */
export function useInSight(of: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    if (!of.current) return
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '0px 0px -240px 0px' },
    )
    observer.observe(of.current)
    return () => observer.disconnect()
  }, [of])
  return isInSight
}
