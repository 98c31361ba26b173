import type { GuardMode } from '@/lib/domain/budget'
import type { GuardVerdict } from '@/lib/domain/guard'

export function guardWords(guard: GuardMode, keyName: string): string {
  if (guard === 'on') return `The guard is on: exceeding this budget deactivates “${keyName}”.`
  if (guard === 'dry_run') return 'Dry run: the guard only writes down what it would do.'
  return 'The guard is off: whatever is spent, the key stays as it is.'
}

/** What a guard that is on would find now. */
export function verdictWords(verdict: GuardVerdict | null, keyName: string): string {
  if (!verdict) return 'The key is not known here, so there is nothing to deactivate.'
  switch (verdict.kind) {
    case 'act':
      return `Turned on, it would deactivate “${keyName}” at the next sync.`
    case 'waits':
      return `The budget looks exceeded, but it would wait: ${verdict.reason}`
    case 'exempt':
      return `“${keyName}” stands on the list of keys no guard deactivates, so it would leave it alone.`
    case 'inactive':
      return `The budget is exceeded, and “${keyName}” is not active any more: nothing is left to do.`
    case 'nothing':
      return 'The budget is not exceeded now, so it would do nothing.'
  }
}

const OUTCOMES: Record<string, (key: string) => string> = {
  acted: (key) => `Deactivated “${key}”.`,
  would_act: (key) => `Dry run: would have deactivated “${key}”.`,
  failed: (key) => `Could not deactivate “${key}”; it is tried again at the next sync.`,
  begun: (key) => `Set out to deactivate “${key}”.`,
  inactive: (key) => `Found “${key}” no longer active, and left it so.`,
  exempt: (key) => `Left “${key}” alone: it stands on the list of keys no guard deactivates.`,
}

export function actWords(
  { outcome, failure }: { outcome: string; failure: string | null },
  key: string,
): string {
  return [OUTCOMES[outcome]?.(key) ?? outcome, outcome === 'failed' ? failure : null]
    .filter(Boolean)
    .join(' ')
}
