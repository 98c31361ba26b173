'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { TASK_KEYS } from '@/components/review/decision-words'
import { PRESET_LABELS, RANGE_ORDER } from '@/components/timeline/range-words'
import { CheckboxField } from '@/components/ui/field'
import { GLOSSARY, type WordId } from '@/lib/domain/glossary'
import { KeyCap } from './key-cap'
import { keepUsesKeys, usesKeys } from './key-setting'
import { SECTIONS } from './sections'
import { Sheet, SheetClose } from './sheet'

const API_PRICES = 'https://claude.com/pricing#api'

/** What every figure of the timeline is. */
const WORDS: readonly WordId[] = [
  'plan-fee',
  'api-usage',
  'spread',
  'on-the-day-charged',
  'provisional',
  'partial',
  'not-synced',
  'projected',
]

export function HelpSheet({ close }: { close: () => void }) {
  const [on, setOn] = useState(usesKeys)
  const onReview = usePathname().startsWith('/review/')
  return (
    <Sheet title="Help" showsTitle place="side" close={close}>
      <SheetClose className="text-ink-2 hover:bg-sunk absolute top-4 right-4 rounded-[6px] px-2 py-1 text-sm">
        Close
      </SheetClose>
      <div
        tabIndex={0}
        role="region"
        aria-label="Help"
        className="min-h-0 overflow-y-auto px-5 pb-6 outline-offset-[-2px]"
      >
        {onReview && (
          <Part title="Keys on this page">
            <ReviewKeys />
          </Part>
        )}
        <Part title="How to read the timeline">
          <p>
            Plan fees and API usage stand on one time axis, and the total is both together.{' '}
            <a href={API_PRICES} className="text-accent underline" target="_blank" rel="noreferrer">
              API prices
            </a>
          </p>
          <p>
            Choose the range in the top bar, click a bar to look inside it, or group by key, workspace or
            model. The address holds all of it: a bookmark or a link shows the same view again.
          </p>
        </Part>
        <Part title="What cannot be told">
          <p>
            Usage of claude.ai itself, and of Claude Code on a plan, cannot be read by any API: of a plan,
            only its fee is here. API usage is known by key, workspace, model and product, and by the day also
            by person, as far as Anthropic names who used a key; the rest stands under “Nobody named”.
          </p>
        </Part>
        <Part title="Keys">
          <ul className="flex flex-col gap-1">
            <Key keys={['/']}>Search</Key>
            <Key keys={['?']}>This help</Key>
            <Key keys={['Esc']}>Close what is open</Key>
            {SECTIONS.map(({ label, letter }) => (
              <Key key={letter} keys={['g', letter]}>
                Go to {label}
              </Key>
            ))}
            {RANGE_ORDER.map((preset, index) => (
              <Key key={preset} keys={[String(index + 1)]}>
                {PRESET_LABELS[preset]}, on the timeline
              </Key>
            ))}
          </ul>
          {!onReview && (
            <>
              <h4 className="text-ink mt-1 font-medium">On a review</h4>
              <ReviewKeys />
            </>
          )}
          <p>
            <kbd className="font-mono">g</kbd> and a letter are pressed one after the other. While you type in
            a field, no key does anything else.
          </p>
          <CheckboxField
            label="Use these keys in this browser"
            checked={on}
            onChange={(event) => {
              keepUsesKeys(event.target.checked)
              setOn(usesKeys())
            }}
          />
        </Part>
        <Part title="Words">
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {WORDS.map((id) => (
              <div key={id} className="contents">
                <dt className="text-ink font-medium">{GLOSSARY[id].word}</dt>
                <dd>{GLOSSARY[id].means}</dd>
              </div>
            ))}
          </dl>
          <p>
            <Link href="/learn/words" onClick={close} className="text-accent underline">
              All words
            </Link>
            . On any page, a word with dots beneath explains itself: point at it, tap it, or reach it with
            Tab.
          </p>
        </Part>
        <Part title="More">
          <ul className="flex flex-col gap-1">
            <li>
              <Link href="/settings/connections" onClick={close} className="text-accent underline">
                Connections
              </Link>
              : what is read, and how fresh it is
            </li>
            <li>
              <Link href="/plans" onClick={close} className="text-accent underline">
                Plans
              </Link>
              : what was entered, and every charge of it
            </li>
            <li>
              <a href="/api/v1/openapi.json" className="text-accent underline">
                REST API
              </a>
              : the same figures for machines, as OpenAPI
            </li>
          </ul>
        </Part>
      </div>
    </Sheet>
  )
}

function ReviewKeys() {
  return (
    <ul className="flex flex-col gap-1">
      {TASK_KEYS.map(([letter, words]) => (
        <Key key={letter} keys={[letter]}>
          {words}
        </Key>
      ))}
    </ul>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="text-ink-2 mt-5 flex flex-col gap-2 text-sm">
      <h3 className="text-ink text-base font-semibold">{title}</h3>
      {children}
    </section>
  )
}

function Key({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <li className="flex items-center gap-3">
      <span className="flex w-14 shrink-0 gap-1">
        {keys.map((key) => (
          <KeyCap key={key}>{key}</KeyCap>
        ))}
      </span>
      <span>{children}</span>
    </li>
  )
}
