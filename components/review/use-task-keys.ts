'use client'

import { useEffect, useRef } from 'react'
import { isOwnKey, usesKeys } from '@/components/shell/key-setting'
import { readKey } from '@/components/shell/prepare-shortcuts'
import { SECTIONS } from '@/components/shell/sections'
import { readTaskKey, type TaskAct } from './task-keys'

/** Single keys of this page; those of the whole area, and letters after `g`, stay theirs. */
export function useTaskKeys(isOn: boolean, act: (what: TaskAct) => void) {
  const latest = useRef(act)
  const waiting = useRef<number | null>(null)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    if (!isOn) return
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, timeStamp: at } = event
      const modified = event.ctrlKey || event.altKey || event.metaKey
      const typing = event.isComposing || isOwnKey(target)
      const others = readKey({ key, modified, typing, at }, waiting.current, SECTIONS)
      waiting.current = others.waitingSince
      if (others.act || others.waitingSince !== null || modified || typing) return
      const isOnLine = target instanceof Element && target.id.startsWith('line-')
      const what = readTaskKey(key, isOnLine)
      if (!what || event.defaultPrevented || (event.repeat && what.kind !== 'move')) return
      if (key.length === 1 && !usesKeys()) return
      event.preventDefault()
      latest.current(what)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [isOn])
}
