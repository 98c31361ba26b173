import Link from 'next/link'
import type { KeyToHandOver } from '@/lib/domain/key-to-hand-over'

/** Anthropic keys somebody made, which outlive their account here; each leads to where it is given away or deactivated. */
export function KeysToHandOver({ keys, name }: { keys: KeyToHandOver[]; name: string }) {
  if (keys.length === 0) return <p className="text-ink-2">None that Onebill knows of.</p>
  return (
    <ul aria-label={`Anthropic keys ${name} made`} className="divide-y border-y">
      {keys.map((key) => (
        <li key={`${key.organizationId} ${key.id}`} className="py-2">
          <Link
            href={`/keys/${encodeURIComponent(key.organizationId)}/${encodeURIComponent(key.id)}`}
            prefetch={false}
            className="text-accent font-medium underline"
          >
            {key.name}
          </Link>{' '}
          {key.hint && <span className="text-ink-3 font-mono text-xs">{key.hint}</span>}
          <p className="text-ink-2 text-sm">
            {[key.status, key.organization, key.workspace ?? 'all workspaces'].join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  )
}
