'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'

export interface StoryChoice {
  name: string
  company: string
  title: string
}

/** One click tells the first story; the others are behind their list. */
export function DemoForm({
  action,
  stories,
  initial = stories[0]?.name,
  submitText,
  variant = 'secondary',
}: {
  action: FormAction<unknown>
  stories: readonly StoryChoice[]
  /** Told unless somebody chooses another; default: the first. */
  initial?: string | undefined
  submitText: string
  variant?: 'primary' | 'secondary'
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="grid grid-cols-1 gap-3">
      {error && <Notice tone="error">{error}</Notice>}
      <div>
        <Button type="submit" variant={variant} pending={pending} pendingText="Beginning">
          {submitText}
        </Button>
      </div>
      <More summary="Choose the story">
        <fieldset className="grid grid-cols-1 gap-2">
          <legend className="sr-only">Story</legend>
          {stories.map(({ name, company, title }) => (
            <label
              key={name}
              className="has-checked:border-accent has-checked:bg-accent-soft flex items-start gap-2.5 rounded-md border p-2.5"
            >
              <input
                type="radio"
                name="story"
                value={name}
                defaultChecked={name === initial}
                className="accent-accent mt-1"
              />
              <span className="min-w-0">
                <span className="block font-medium">{company}</span>
                <span className="text-ink-2 block text-sm">{title}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </More>
    </form>
  )
}
