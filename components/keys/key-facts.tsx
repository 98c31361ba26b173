import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Term } from '@/components/words/term'
import { dayOf } from '@/lib/domain/day'
import type { WordId } from '@/lib/domain/glossary'
import type { Key } from '@/lib/domain/key-list'
import { subjectPath } from '@/lib/domain/spend-subject'
import { formatDay, formatUsd } from '@/lib/format'
import { CARD_WORDS, lastUsedWords, statusOf } from './prepare-keys'

/** Who and what a key is. What nobody told is a dash. */
export function KeyFacts({ keyRecord: key }: { keyRecord: Key }) {
  const status = statusOf(key.status)
  const creator = key.creatorName ?? key.creatorEmail ?? key.creatorId
  return (
    <Card>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        <Fact name="Status">
          <Badge tone={status.tone}>{status.words}</Badge>
          {key.goneAt && ` since ${formatDay(dayOf(key.goneAt))}`}
          {!key.isListed && ' — never seen listed, known from its use alone'}
        </Fact>
        <Fact name="Workspace" word="workspace">
          {key.workspaceId === null ? (
            key.isListed ? (
              'Whole organisation'
            ) : (
              '–'
            )
          ) : (
            <Link
              href={subjectPath({
                kind: 'workspace',
                organizationId: key.organizationId,
                id: key.workspaceId,
              })}
              prefetch={false}
              className="hover:underline"
            >
              {key.workspaceName ?? key.workspaceId}
            </Link>
          )}
        </Fact>
        <Fact name="Owner" word="owner">
          {key.owner ?? 'Nobody'}
          {key.ownerGone && <span className="text-warn"> — no longer a member</span>}
        </Fact>
        <Fact name="Created">
          {key.createdAt ? formatDay(dayOf(key.createdAt)) : '–'}
          {creator && ` by ${creator}`}
        </Fact>
        <Fact name="Expires">
          {key.expiresAt ? formatDay(dayOf(key.expiresAt)) : key.isListed ? 'No expiry' : '–'}
        </Fact>
        <Fact name="Last used">{lastUsedWords(key.audit.rest).title}</Fact>
        <Fact name="First used">
          {key.firstUsedOn
            ? formatDay(key.firstUsedOn)
            : key.knownSince
              ? `Not on any day since ${formatDay(key.knownSince)}, the first day known`
              : '–'}
        </Fact>
        <Fact name="Cost in total">
          {key.total === null ? 'Not told by its source' : formatUsd(key.total).text}
          {key.total !== null && key.quality === 'estimated' && (
            <>
              {' '}
              <Term of="estimated">estimated</Term>
            </>
          )}
          {key.knownSince && <span className="text-ink-3"> known since {formatDay(key.knownSince)}</span>}
        </Fact>
        <Fact name="Purpose">{key.purpose ?? '–'}</Fact>
        <Fact name="Application">{key.application ?? '–'}</Fact>
        <Fact name="Environment">{key.environment ?? '–'}</Fact>
        <Fact name="Cost centre">{key.costCentre ?? '–'}</Fact>
        <Fact name="Tags">{key.tags.length > 0 ? key.tags.join(', ') : '–'}</Fact>
        <Fact name="Organisation">{key.organizationName}</Fact>
        <Fact name="Id">
          <span className="font-mono text-xs">{key.id}</span>
        </Fact>
        <Fact name="Hint" word="key-hint">
          <span className="font-mono text-xs">{key.hint ?? '–'}</span>
        </Fact>
      </dl>
      {(key.audit.cards.length > 0 || key.audit.safeToRemove) && (
        <div className="mt-4 flex flex-wrap gap-2">
          {key.audit.cards.map((card) => (
            <span key={card} title={CARD_WORDS[card].explanation}>
              <Badge tone="warn">
                <Term of={CARD_WORDS[card].word}>{CARD_WORDS[card].title}</Term>
              </Badge>
            </span>
          ))}
          {key.audit.safeToRemove && (
            <span title="Idle, and cost little in all the days that are known.">
              <Badge tone="accent">Safe to remove</Badge>
            </span>
          )}
        </div>
      )}
    </Card>
  )
}

function Fact({ name, word, children }: { name: string; word?: WordId; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3 text-xs">
        <Term of={word}>{name}</Term>
      </dt>
      <dd className="mt-1 wrap-anywhere" dir="auto">
        {children}
      </dd>
    </div>
  )
}
