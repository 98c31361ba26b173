import type { ComponentProps } from 'react'
import { SelectField } from '@/components/ui/field'

/** How often a plan is paid. */
export function CycleField(field: Partial<ComponentProps<typeof SelectField>>) {
  return (
    <SelectField label="Paid" name="cycle" {...field}>
      <option value="monthly">every month</option>
      <option value="annual">every year</option>
    </SelectField>
  )
}
