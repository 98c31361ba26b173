import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger'
type Size = 'md' | 'sm'

const VARIANTS: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border border-transparent',
  secondary: 'bg-raised text-ink border border-line-strong hover:bg-sunk',
  quiet: 'text-ink-2 hover:text-ink hover:bg-sunk border border-transparent',
  danger: 'bg-raised text-danger border border-danger hover:bg-danger-soft',
}

const SIZES: Record<Size, string> = { md: 'h-9 px-3.5 text-base', sm: 'h-7 px-2.5 text-sm' }

export function buttonClasses(variant: Variant, size: Size, extra?: string): string {
  return classNames(
    'inline-flex items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors duration-[120ms]',
    'disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:pointer-events-none aria-disabled:opacity-60',
    VARIANTS[variant],
    SIZES[size],
    extra,
  )
}

export interface Look {
  variant?: Variant
  size?: Size
}

export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  pendingText,
  className,
  children,
  type = 'button',
  disabled,
  ...rest
}: ComponentProps<'button'> & Look & { pending?: boolean; pendingText?: ReactNode }) {
  return (
    <button
      type={type}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={buttonClasses(variant, size, className)}
      {...rest}
    >
      {pending && <Spinner />}
      {pending && pendingText ? pendingText : children}
    </button>
  )
}

/** For an address that is no page of ours to be loaded in advance: a file, the way to another site or out of an error. */
export function ButtonAnchor({
  variant = 'secondary',
  size = 'md',
  className,
  ...rest
}: ComponentProps<'a'> & Look) {
  return <a className={buttonClasses(variant, size, className)} {...rest} />
}

function Spinner() {
  return (
    <span
      aria-hidden
      className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  )
}
