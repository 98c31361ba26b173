import { Info } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { classNames } from './class-names'

/** A button and what it opens beneath itself. The browser opens, places and closes it: it works before and without script. */
export function Popover({
  name,
  label,
  title,
  buttonClass,
  button,
  align = 'start',
  className,
  children,
}: {
  /** Of the button, where its content does not say it. */
  name?: string
  /** Of what opens. */
  label: string
  title?: string
  buttonClass: string
  button: ReactNode
  /** The edge of the button that it keeps to, where there is room. */
  align?: 'start' | 'end'
  className: string
  children: ReactNode
}) {
  const id = useId()
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={name}
        title={title}
        style={{ anchorName: `--${id}` }}
        className={buttonClass}
      >
        {button}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        style={{ positionAnchor: `--${id}` }}
        className={classNames(
          'bg-raised text-ink shadow-overlay fixed inset-x-3 top-14 bottom-auto m-0 max-h-[calc(100dvh-72px)] max-w-[calc(100vw-24px)] overflow-y-auto rounded-md border p-3 text-left font-normal whitespace-normal',
          'supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:my-1.5 supports-[position-area:bottom]:[position-try-fallbacks:flip-inline,flip-block,flip-inline_flip-block]',
          align === 'start'
            ? 'supports-[position-area:bottom]:[position-area:bottom_span-right]'
            : 'supports-[position-area:bottom]:[position-area:bottom_span-left]',
          className,
        )}
      >
        {children}
      </div>
    </>
  )
}

/** An ⓘ button that explains the figure or term beside it. */
export function Explain({ about, children }: { about: string; children: ReactNode }) {
  return (
    <Popover
      name={`About ${about}`}
      label={about}
      button={<Info aria-hidden className="size-3.5" />}
      buttonClass="text-ink-3 hover:text-ink no-print inline-flex size-5 items-center justify-center rounded-full align-middle"
      className="text-ink-2 w-80 text-sm"
    >
      {children}
    </Popover>
  )
}
