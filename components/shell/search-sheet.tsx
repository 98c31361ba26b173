'use client'

import { Search } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { askServer, type SearchAnswer } from './ask-server'
import { prepareSearch, textToAsk, type SearchOption, type SearchPlace } from './prepare-search'
import { Sheet, SheetClose } from './sheet'
import { useTimelineView } from './use-timeline-view'

const PAUSE_MS = 120

/** One field for everything that has a name: a combobox over grouped results. */
export function SearchSheet({
  organizations,
  role,
  typedAhead,
  close,
}: Omit<SearchPlace, 'view'> & {
  /** What was typed since the key that opens it, while this was loading. */
  typedAhead: () => string
  close: () => void
}) {
  const view = useTimelineView()
  const router = useRouter()
  const id = useId()
  const [typed, setTyped] = useState(typedAhead)
  const [answer, setAnswer] = useState<SearchAnswer | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [active, setActive] = useState(0)
  const { text, wasKey } = textToAsk(typed)

  useEffect(() => {
    if (text === '') return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      const answer = await askServer(text, abort.signal)
      if (!abort.signal.aborted) setAnswer(answer)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text, attempt])

  const groups = useMemo(
    () => prepareSearch(text, answer?.found ?? null, { view, organizations, role }),
    [text, answer, view, organizations, role],
  )
  const options = groups.flatMap(({ options }) => options)
  const chosen = options[Math.min(active, options.length - 1)]
  const waiting = text !== '' && answer?.text !== text
  const problem = !waiting && text !== '' ? (answer?.problem ?? null) : null
  const domId = (option: SearchOption) => `${id}-${options.indexOf(option)}`

  useEffect(() => {
    document.querySelector('[role=option][aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && options.length > 0) {
      event.preventDefault()
      setActive((Math.min(active, options.length - 1) + step + options.length) % options.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (!chosen?.href) return
      close()
      router.push(chosen.href)
    }
  }

  return (
    <Sheet title="Search" place="top" close={close}>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="text-ink-3 size-4 shrink-0" />
        <input
          type="text"
          role="combobox"
          aria-label="Search"
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={chosen && domId(chosen)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="Page, plan, key, workspace, model or person"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="placeholder:text-ink-3 h-12 min-w-0 flex-1 bg-transparent text-lg outline-none sm:text-base"
        />
        <SheetClose className="text-ink-2 hover:bg-sunk shrink-0 rounded-[6px] px-2 py-1 text-sm">
          Close
        </SheetClose>
      </div>
      <p role="status" className="sr-only">
        {waiting ? 'Searching' : options.length === 0 ? 'No results' : countWords(options.length)}
      </p>
      <div
        tabIndex={0}
        role="region"
        aria-label="What was found"
        className={classNames('min-h-0 overflow-y-auto outline-offset-[-2px]', waiting && 'opacity-70')}
      >
        {options.length > 0 && (
          <div role="listbox" id={`${id}-list`} aria-label="Results" className="p-2">
            {groups.map((group, index) => (
              <div key={group.title} role="group" aria-labelledby={`${id}-group-${index}`} className="pb-1">
                <p id={`${id}-group-${index}`} className="text-ink-3 px-2 pt-1.5 pb-1 text-xs font-medium">
                  {group.title}
                </p>
                {group.options.map((option) => (
                  <Option
                    key={option.id}
                    id={domId(option)}
                    option={option}
                    isChosen={option === chosen}
                    choose={() => setActive(options.indexOf(option))}
                    close={close}
                  />
                ))}
              </div>
            ))}
          </div>
        )}
        {waiting && options.length === 0 && <p className="text-ink-3 px-4 py-6 text-sm">Searching …</p>}
        {problem && (
          <div role="alert" className="flex flex-wrap items-center gap-3 px-4 py-4 text-sm">
            <span className="text-danger">{problem}</span>
            <Button size="sm" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          </div>
        )}
        {!waiting && !problem && text !== '' && options.length === 0 && (
          <div className="px-4 py-6 text-sm">
            <p className="font-medium break-words">Nothing is called “{text}”.</p>
            <p className="text-ink-2 mt-1">
              {organizations.length === 0 &&
                'Keys, workspaces and people appear once an organisation is read. '}
              Each word must occur in one name, one id, the hint of one key, or what one page or guide is
              about: try fewer words.
            </p>
          </div>
        )}
        {wasKey && (
          <p className="text-ink-2 border-t px-4 py-2 text-sm">
            That was a whole key: only its last four characters were looked for, the rest stayed in this
            browser.
          </p>
        )}
        {!waiting && answer?.found?.more && options.length > 0 && text !== '' && (
          <p className="text-ink-3 border-t px-4 py-2 text-xs">There are more; type more of the name.</p>
        )}
      </div>
    </Sheet>
  )
}

function Option({
  id,
  option: { name, detail, href },
  isChosen,
  choose,
  close,
}: {
  id: string
  option: SearchOption
  isChosen: boolean
  choose: () => void
  close: () => void
}) {
  const attributes = {
    id,
    role: 'option',
    'aria-selected': isChosen,
    tabIndex: -1,
    onPointerMove: isChosen ? undefined : choose,
    className: classNames(
      'flex min-h-9 flex-wrap items-center gap-x-3 rounded-[6px] px-2 py-1 text-base',
      isChosen && 'bg-sunk',
    ),
  }
  const content = (
    <>
      <span className="min-w-0 break-words">{name}</span>
      {detail && <span className="text-ink-2 min-w-0 text-sm break-words sm:ml-auto">{detail}</span>}
    </>
  )
  return href === null ? (
    <div {...attributes} aria-disabled>
      {content}
    </div>
  ) : (
    <Link href={href} prefetch={false} onClick={close} {...attributes}>
      {content}
    </Link>
  )
}

function countWords(count: number): string {
  return count === 1 ? '1 result' : `${count} results`
}
