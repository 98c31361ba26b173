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

type ControlAttributes = Pick<
  ComponentProps<'input'>,
  'id' | 'className' | 'aria-invalid' | 'aria-describedby'
>

/** A control with its label above and its hint and error beneath, tied together for assistive technology. */
function LabelledControl({
  id,
  className,
  label,
  hint,
  errors = [],
  control,
}: FieldText & {
  id: string | undefined
  className: string | undefined
  control: (attributes: ControlAttributes) => ReactNode
}) {
  const generated = useId()
  const controlId = id ?? generated
  const invalid = errors.length > 0
  const describedBy = [hint && `${controlId}-hint`, invalid && `${controlId}-error`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={controlId} className="text-sm font-medium">
        {label}
      </label>
      {control({
        id: controlId,
        'aria-invalid': invalid || undefined,
        'aria-describedby': describedBy || undefined,
        className: classNames(CONTROL, invalid ? 'border-danger' : 'border-line-strong', className),
      })}
      {hint && (
        <p id={`${controlId}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
      {invalid && (
        <p id={`${controlId}-error`} role="alert" className="text-danger text-sm first-letter:uppercase">
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
  id,
  className,
  ...rest
}: ComponentProps<'input'> & FieldText) {
  const control = (attributes: ControlAttributes) => <input {...attributes} {...rest} />
  return <LabelledControl {...{ id, className, label, hint, errors, control }} />
}

/** A labelled native select; options are its children. */
export function SelectField({
  label,
  hint,
  errors,
  id,
  className,
  ...rest
}: ComponentProps<'select'> & FieldText) {
  const control = (attributes: ControlAttributes) => <select {...attributes} {...rest} />
  return <LabelledControl {...{ id, className, label, hint, errors, control }} />
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
        className="accent-accent mt-0.5 size-4 shrink-0"
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
