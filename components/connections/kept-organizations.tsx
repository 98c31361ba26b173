'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { FormAction } from '@/components/ui/form-outcome'
import { DeleteForm } from './delete-form'

/** Organisations that were disconnected and whose figures stayed. */
export function KeptOrganizations({
  organizations,
  remove,
  mayDelete,
}: {
  organizations: { id: string; name: string }[]
  remove: FormAction<unknown>
  mayDelete: boolean
}) {
  return (
    <ul className="divide-y">
      {organizations.map(({ id, name }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
          <div>
            <p>{name}</p>
            <p className="text-ink-3 font-mono text-xs">{id}</p>
          </div>
          {mayDelete && (
            <Dialog
              trigger={
                <Button size="sm" variant="danger" aria-label={`Delete the figures of ${name}`}>
                  Delete figures
                </Button>
              }
              title={`Delete the figures of ${name}`}
              description="Its costs, tokens, keys, workspaces and members are removed for good. Plans stay; a credit linked to it is unlinked."
            >
              <DeleteForm action={remove} organizationId={id} name={name} />
            </Dialog>
          )}
        </li>
      ))}
    </ul>
  )
}
