'use client'

import { useEffect, useRef } from 'react'
import type { ShownStanding } from './task-state'

/** What the server tells of a review; `lines` only where something changed since it was last asked. */
export interface Heard {
  revision: number
  /** Null: nothing changed. */
  state: 'open' | 'signed' | null
  lines: { id: string; standing: ShownStanding }[]
}

const SECONDS = 4

/** Asks how a review stands every few seconds while somebody looks at it, and at once when they come back to it. */
export function useOthers({
  address,
  hear,
  lose,
}: {
  /** Of the next question; null: nothing is asked. */
  address: () => string | null
  hear: (heard: Heard) => void
  /** No answer came, and why. */
  lose: (sentence: string) => void
}) {
  const latest = useRef({ address, hear, lose })
  useEffect(() => {
    latest.current = { address, hear, lose }
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    let isAsking = false
    const ask = async () => {
      clearTimeout(timer)
      const wanted = document.visibilityState === 'visible' ? latest.current.address() : null
      if (wanted !== null && !isAsking) {
        isAsking = true
        const answer = await answerOf(wanted)
        isAsking = false
        if (isOver) return
        if (typeof answer === 'string') latest.current.lose(answer)
        else latest.current.hear(answer)
      }
      timer = setTimeout(ask, SECONDS * 1000)
    }
    timer = setTimeout(ask, SECONDS * 1000)
    const onChange = () => void ask()
    document.addEventListener('visibilitychange', onChange)
    return () => {
      isOver = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onChange)
    }
  }, [])
}

async function answerOf(address: string): Promise<Heard | string> {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } })
    const body = (await response.json()) as Heard | { sentence: string }
    if ('sentence' in body) return body.sentence
    return body
  } catch {
    return 'Onebill does not answer: what others say is not shown until it does.'
  }
}
