'use client'

import { Bookmark, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Popover } from '@/components/ui/popover'

interface View {
  id: string
  name: string
  query: string
}

/** The person's own looks at the timeline: open one, keep this one, delete one and take that back. */
export function SavedViews({
  views,
  query,
  save,
  remove,
}: {
  views: readonly View[]
  /** Of the view on the screen. */
  query: string
  save: FormAction<{ id: string }>
  remove: FormAction<{ name: string; query: string }>
}) {
  return (
    <Popover
      label="Saved views"
      align="end"
      buttonClass="text-ink-2 hover:text-ink hover:bg-sunk inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm"
      button={
        <>
          <Bookmark aria-hidden className="size-3.5" />
          Views
        </>
      }
      className="w-72 text-sm"
    >
      <div className="flex flex-col gap-3">
        <ViewList views={views} query={query} save={save} remove={remove} />
        <SaveForm query={query} save={save} />
      </div>
    </Popover>
  )
}

function ViewList({
  views,
  query,
  save,
  remove,
}: Pick<Parameters<typeof SavedViews>[0], 'views' | 'query' | 'save' | 'remove'>) {
  const [removed, submit, pending] = useActionState(remove, null)
  const [, restore, restoring] = useActionState(save, null)
  const gone = removed?.ok && !views.some(({ name }) => name === removed.result.name) ? removed.result : null
  return (
    <div className="flex flex-col gap-1">
      {views.length === 0 && !gone && (
        <p className="text-ink-3">No saved views yet. Name this one to come back to it.</p>
      )}
      <ul className="flex max-h-64 flex-col overflow-y-auto">
        {views.map((view) => (
          <li key={view.id} className="flex items-center gap-1">
            <Link
              href={view.query ? `/?${view.query}` : '/'}
              prefetch={false}
              onClick={(event) => event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
              aria-current={view.query === query ? 'true' : undefined}
              className="hover:bg-sunk aria-[current]:bg-sunk min-w-0 flex-1 truncate rounded-md px-2 py-1.5 aria-[current]:font-medium"
            >
              {view.name}
            </Link>
            <form action={submit}>
              <input type="hidden" name="id" value={view.id} />
              <button
                aria-label={`Delete the view ${view.name}`}
                disabled={pending}
                className="text-ink-3 hover:text-ink hover:bg-sunk inline-flex size-8 items-center justify-center rounded-md"
              >
                <Trash2 aria-hidden className="size-3.5" />
              </button>
            </form>
          </li>
        ))}
      </ul>
      {failureOf(removed).error && <p role="alert">{failureOf(removed).error}</p>}
      {gone && (
        <form action={restore} className="text-ink-2 flex items-center gap-2 px-2" role="status">
          <span className="min-w-0 truncate">“{gone.name}” deleted.</span>
          <input type="hidden" name="name" value={gone.name} />
          <input type="hidden" name="query" value={gone.query} />
          <button disabled={restoring} className="text-accent underline">
            Undo
          </button>
        </form>
      )}
    </div>
  )
}

function SaveForm({ query, save }: { query: string; save: FormAction<{ id: string }> }) {
  const [outcome, submit, pending] = useActionState(save, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-2 border-t pt-3">
      <input type="hidden" name="query" value={query} />
      <InputField
        label="Save this view as"
        name="name"
        required
        maxLength={60}
        defaultValue={values.name}
        errors={fieldErrors.name ?? (error && !fieldErrors.name ? [error] : undefined)}
      />
      <div>
        <Button type="submit" size="sm" pending={pending} pendingText="Saving">
          Save view
        </Button>
      </div>
    </form>
  )
}
