import { useId, type ComponentProps, type ReactNode } from 'react'
import { classNames } from './class-names'

const CONTROL =
  'h-9 w-full rounded-md border bg-raised px-3 text-base text-ink placeholder:text-ink-3 disabled:opacity-60'

interface FieldText {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong with the value, as sentences. */
  errors?: string[]
}

function describedBy(id: string, hint: ReactNode, errors: string[] | undefined): string | undefined {
  const ids = [hint ? `${id}-hint` : null, errors?.length ? `${id}-error` : null].filter(Boolean)
  return ids.length ? ids.join(' ') : undefined
}

function FieldFrame({ id, label, hint, errors, children }: FieldText & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
      {errors && errors.length > 0 && (
        <p id={`${id}-error`} role="alert" className="text-danger text-sm first-letter:uppercase">
          {errors.join(' ')}
        </p>
      )}
    </div>
  )
}

/** A labelled text input with its hint and its error beneath. */
export function InputField({
  label,
  hint,
  errors,
  className,
  id,
  ...rest
}: ComponentProps<'input'> & FieldText) {
  const generated = useId()
  const fieldId = id ?? generated
  return (
    <FieldFrame id={fieldId} label={label} hint={hint} errors={errors}>
      <input
        id={fieldId}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(fieldId, hint, errors)}
        className={classNames(CONTROL, errors?.length ? 'border-danger' : 'border-line-strong', className)}
        {...rest}
      />
    </FieldFrame>
  )
}

/** A labelled native select; options are its children. */
export function SelectField({
  label,
  hint,
  errors,
  className,
  id,
  ...rest
}: ComponentProps<'select'> & FieldText) {
  const generated = useId()
  const fieldId = id ?? generated
  return (
    <FieldFrame id={fieldId} label={label} hint={hint} errors={errors}>
      <select
        id={fieldId}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(fieldId, hint, errors)}
        className={classNames(CONTROL, errors?.length ? 'border-danger' : 'border-line-strong', className)}
        {...rest}
      />
    </FieldFrame>
  )
}

export function CheckboxField({ label, hint, className, id, ...rest }: ComponentProps<'input'> & FieldText) {
  const generated = useId()
  const fieldId = id ?? generated
  return (
    <div className={classNames('flex items-start gap-2', className)}>
      <input
        id={fieldId}
        type="checkbox"
        aria-describedby={hint ? `${fieldId}-hint` : undefined}
        className="accent-accent mt-0.5 size-4"
        {...rest}
      />
      <div>
        <label htmlFor={fieldId} className="text-base">
          {label}
        </label>
        {hint && (
          <p id={`${fieldId}-hint`} className="text-ink-3 text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
