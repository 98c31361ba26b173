import { Badge } from '@/components/ui/badge'
import type { SavingStep } from './prepare-saving'

/** How a saving comes about, line by line. */
export function SavingReckoning({ steps }: { steps: readonly SavingStep[] }) {
  return (
    <dl className="max-w-prose text-sm">
      {steps.map(({ label, amount, estimated }, index) => (
        <div
          key={label}
          className={`flex justify-between gap-4 border-b py-1 last:border-b-0 ${index === steps.length - 1 ? 'font-semibold' : ''}`}
        >
          <dt>
            {label} {estimated && <Badge tone="warn">estimated</Badge>}
          </dt>
          <dd className="figures">{amount}</dd>
        </div>
      ))}
    </dl>
  )
}
