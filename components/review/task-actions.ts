import type { AskOwnerActions } from '@/components/keys/ask-owner-dialog'
import type { FormAction } from '@/components/ui/form-outcome'
import type { ShownStanding } from './task-state'

/** `conflict`: somebody was faster, and nothing was changed; `standing` is how it stands now. */
export interface Said {
  kind: 'saved' | 'conflict'
  standing: ShownStanding
}

/** What deactivating the key of a line would mean, or why it cannot be done from here. */
export type DeactivationOffer =
  | { kind: 'offer'; name: string; verb: string; consequence: string; facts: string[] }
  | { kind: 'obstacle'; sentence: string }

/** How the key stands after it was asked for; `standing` only where it is confirmed. */
export interface Deactivated {
  standing: ShownStanding | null
  /** What came of it, where it is not confirmed. */
  sentence: string | null
}

export interface TaskActions {
  /** `line`, `decision`, `note`, `assignee` (each '' for none), `seen`. */
  say: FormAction<Said>
  offerDeactivation: FormAction<DeactivationOffer>
  deactivate: FormAction<Deactivated>
  sign: FormAction<unknown>
  askOwner: AskOwnerActions
}

export interface TeamPerson {
  name: string
  /** Lower case. */
  email: string
}
