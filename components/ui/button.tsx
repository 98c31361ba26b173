import Link from 'next/link'
import type { ComponentProps } from 'react'
import { buttonClasses, type Look } from './plain-button'

// What every page loads for the case of an error takes these from plain-button itself: without the link and its script.
export { Button, ButtonAnchor } from './plain-button'

export function ButtonLink({
  variant = 'secondary',
  size = 'md',
  className,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClasses(variant, size, className)} {...rest} />
}
