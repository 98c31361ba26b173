'use client'

import { CircleHelp, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type ReactNode,
} from 'react'
import { viewHref } from '@/components/timeline/timeline-view'
import type { Role } from '@/lib/domain/viewer'
import { isOwnKey, usesKeys } from './key-setting'
import { KeyCap } from './key-cap'
import type { ShellOrganization } from './prepare-organizations'
import { readKey } from './prepare-shortcuts'
import { SECTIONS } from './sections'
import { viewAt } from './use-timeline-view'

const loadSearch = () => import('./search-sheet')
const loadHelp = () => import('./help-sheet')
const SearchSheet = dynamic(() => loadSearch().then(({ SearchSheet }) => SearchSheet), { ssr: false })
const HelpSheet = dynamic(() => loadHelp().then(({ HelpSheet }) => HelpSheet), { ssr: false })

type SheetName = 'search' | 'help'

const OpenSheet = createContext<(sheet: SheetName) => void>(() => {})

/** Search and help, which load when first asked for, and the keys of the whole area. */
export function Sheets({
  organizations,
  role,
  children,
}: {
  organizations: readonly ShellOrganization[]
  role: Role
  children: ReactNode
}) {
  const [open, setOpen] = useState<SheetName | null>(null)
  const router = useRouter()
  const waiting = useRef<number | null>(null)
  const typedAhead = useRef('')

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (open === 'search' && event.key.length === 1 && !isOwnKey(event.target))
        typedAhead.current += event.key
      if (open !== null || event.defaultPrevented || event.repeat || !usesKeys()) return
      const { act, waitingSince } = readKey(
        {
          key: event.key,
          modified: event.ctrlKey || event.altKey || event.metaKey,
          typing: event.isComposing || isOwnKey(event.target),
          at: event.timeStamp,
        },
        waiting.current,
        SECTIONS,
      )
      waiting.current = waitingSince
      if (!act) return
      if (act.kind === 'range') {
        const view = viewAt(window.location.pathname, new URLSearchParams(window.location.search))
        if (view)
          router.push(viewHref(view, { choice: { preset: act.preset }, bucket: null }), { scroll: false })
        return
      }
      event.preventDefault()
      if (act.kind === 'go') return router.push(act.href)
      typedAhead.current = ''
      setOpen(act.kind)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open, router])

  const openSheet = (sheet: SheetName) => {
    typedAhead.current = ''
    setOpen(sheet)
  }
  const close = () => setOpen(null)
  return (
    <OpenSheet value={openSheet}>
      {children}
      {open === 'search' && (
        <SearchSheet
          organizations={organizations}
          role={role}
          typedAhead={() => typedAhead.current}
          close={close}
        />
      )}
      {open === 'help' && <HelpSheet close={close} />}
    </OpenSheet>
  )
}

export function SearchButton() {
  const open = useContext(OpenSheet)
  return (
    <button
      type="button"
      aria-label="Search"
      aria-keyshortcuts="/"
      title="Search (press /)"
      onPointerEnter={() => void loadSearch()}
      onClick={() => open('search')}
      className="text-ink-2 hover:text-ink hover:bg-sunk xl:border-line-strong flex h-9 min-w-9 shrink-0 items-center justify-center gap-2 rounded-md text-sm xl:h-8 xl:w-44 xl:justify-start xl:border xl:px-2.5"
    >
      <Search aria-hidden className="size-[18px] shrink-0 xl:size-4" />
      <span className="hidden flex-1 text-left xl:inline">Search</span>
      <span aria-hidden className="hidden xl:inline">
        <KeyCap>/</KeyCap>
      </span>
    </button>
  )
}

export function HelpButton({ onClick, children, ...rest }: ComponentProps<'button'>) {
  const open = useContext(OpenSheet)
  return (
    <button
      type="button"
      aria-label="Help and keys"
      aria-keyshortcuts="?"
      title="Help and keys (press ?)"
      onPointerEnter={() => void loadHelp()}
      onClick={(event) => {
        onClick?.(event)
        open('help')
      }}
      {...rest}
    >
      <CircleHelp aria-hidden className="size-[18px] shrink-0" />
      {children}
    </button>
  )
}
