import { z } from 'zod'
import { findingHref, lookHref } from '@/components/findings/finding-href'
import type { DataScope } from '@/lib/domain/data-scope'
import { SEVERITIES } from '@/lib/domain/findings/finding'
import { FINDING_STATES } from '@/lib/domain/findings/finding-standing'
import { firstSeen, type StoredFinding, type StoredFindingEvent } from '@/lib/domain/findings/stored-finding'
import { formatUsdExact } from '@/lib/domain/money'
import { publicUrl } from '@/lib/env'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const instant = z.iso.datetime()
const text = z.string().nullable()

const evidenceRow = z.object({
  what: z.string(),
  when: z.string().describe('A UTC day, or the beginning of an hour'),
  amount_usd: usd.nullable(),
  from: z.string().describe('First day the figures are of'),
  to: z.string().describe('Last day, inclusive'),
  url: z.url().describe('The page the figures stand on'),
})

const step = z.object({
  say: z.string(),
  copy: z.string().optional().describe('A command, or what to write somewhere'),
  act: z
    .object({ does: z.literal('deactivate-key'), key: z.string() })
    .optional()
    .describe('What Onebill can do itself: POST /api/v1/keys/{id}/status'),
})

/** The shape of a finding. Source: contract.md, "Findings". */
export const findingAnswer = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(FINDING_STATES).describe('As it stands now: what was silent until a past day is open'),
  subject: z.object({ type: z.string(), id: z.string() }),
  first_seen: z.string().describe('The UTC day it began, as far as is known'),
  detected_at: instant,
  at_stake_usd: usd,
  sentence: z.string(),
  evidence: z.array(evidenceRow),
  at_stake_means: z.string().describe('spent = so far, monthly, expiring, difference'),
  last_day: z.string().describe('The last UTC day that shows it'),
  organization: z.string(),
  subject_name: z.string(),
  cannot_see: z.string(),
  steps: z.array(step),
  silent_until: instant.nullable().describe('Of snoozed and expected: open again from here on'),
  owner: text.describe('Of expected: who answers for it'),
  note: text,
  returns: z.int().describe('How often it came back after its cause was gone'),
  gone_at: instant.nullable().describe('The cause is gone since'),
  url: z.url(),
})

export const findingEvent = z.object({
  at: instant,
  kind: z.string(),
  by: text.describe('null = it happened by itself'),
  severity: z.enum(SEVERITIES),
  note: text,
  until: instant.nullable(),
})

/** One finding in the words of the contract; `data` says whether its pages are those of a told story. */
export function answerFinding(finding: StoredFinding, data: DataScope): z.output<typeof findingAnswer> {
  const { subject } = finding
  return {
    id: finding.id,
    rule: finding.rule,
    severity: finding.severity,
    state: finding.stands,
    subject: { type: subject.type, id: subject.id },
    first_seen: firstSeen(finding),
    detected_at: finding.detectedAt.toISOString(),
    at_stake_usd: formatUsdExact(finding.atStake.amount),
    sentence: finding.sentence,
    evidence: finding.evidence.map(({ what, when, amount, look }) => ({
      ...{
        what,
        when,
        amount_usd: amount === null ? null : formatUsdExact(amount),
        from: look.from,
        to: look.to,
      },
      url: publicUrl() + lookHref(look, subject.organizationId, data),
    })),
    at_stake_means: finding.atStake.means,
    last_day: finding.lastDay,
    organization: subject.organizationId,
    subject_name: finding.subjectName,
    cannot_see: finding.cannotSee,
    steps: finding.steps.map(({ say, copy, act }) => ({
      ...{ say, ...(copy !== undefined && { copy }) },
      ...(act && { act: { does: act.does, key: act.keyId } }),
    })),
    silent_until: finding.silentUntil?.toISOString() ?? null,
    owner: finding.ownerEmail,
    note: finding.note,
    returns: finding.returns,
    gone_at: finding.goneAt?.toISOString() ?? null,
    url: publicUrl() + findingHref(finding.id),
  }
}

export function answerEvent({ at, kind, actorName, severity, note, until }: StoredFindingEvent) {
  return { at: at.toISOString(), kind, by: actorName, severity, note, until: until?.toISOString() ?? null }
}
