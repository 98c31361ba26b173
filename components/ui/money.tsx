import { classNames } from './class-names'

/** An amount, already turned into words and parts; cents stand back so that dollars can be compared. */
export interface MoneyParts {
  /** The whole text, as read aloud: "−$1,234.56", "< $0.01". */
  text: string
  /** Up to the decimal point: "−$1,234". */
  whole: string
  /** From the decimal point on: ".56"; empty where there are no cents to show. */
  cents: string
}

export function Money({
  parts,
  title,
  className,
}: {
  parts: MoneyParts
  title?: string
  className?: string
}) {
  return (
    <span className={classNames('figures whitespace-nowrap', className)} title={title}>
      {parts.whole}
      {parts.cents && <span className="text-ink-3">{parts.cents}</span>}
    </span>
  )
}
