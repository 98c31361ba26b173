import { z } from 'zod'
import { AUDIT_CARDS } from '@/lib/domain/key-audit'
import type { Key } from '@/lib/domain/key-list'
import { formatUsdExact } from '@/lib/domain/money'
import { QUALITIES } from '@/lib/domain/quality'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const instant = z.iso.datetime().nullable()
const day = z.string().nullable()

/** The shape of a key. Source: contract.md, "Keys". */
export const keyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  status: z
    .string()
    .describe('From flag and expiry: active, inactive, archived, expired, or gone = not listed (any more)'),
  workspace: z.string().nullable().describe('Its id; null = the whole organisation, or not known'),
  owner: z.string().nullable().describe('Who it was assigned to, else who created it; lower case'),
  created_at: instant,
  expires_at: instant,
  last_used_on: day.describe('A UTC day; null = no use on any day since known_since'),
  known_since: day.describe('The first day of the unbroken stretch of days that are known; null = none is'),
  spend_usd: usd
    .nullable()
    .describe(
      'Of from–to, else of all days that are known; quality estimated = billed lines split by use; null = used, but nothing billed goes with it',
    ),
  quality: z.enum(QUALITIES).nullable(),
  organization: z.string(),
  hint: z.string().nullable(),
  first_used_on: day,
  created_by: z.string().nullable(),
  owner_assigned: z.boolean().describe('false = the owner is whoever created it'),
  owner_gone: z.boolean(),
  purpose: z.string().nullable(),
  application: z.string().nullable(),
  environment: z.string().nullable(),
  cost_centre: z.string().nullable(),
  tags: z.array(z.string()),
  audit: z.array(z.enum(AUDIT_CARDS)).describe('What an active key should be looked at for'),
  safe_to_remove: z.boolean().describe('Active, idle, and little spent ever'),
})

/** One key in the words of the contract. */
export function answerKey(key: Key): z.output<typeof keyAnswer> {
  return {
    id: key.id,
    name: key.name,
    status: key.status,
    workspace: key.workspaceId,
    owner: key.owner,
    created_at: key.createdAt?.toISOString() ?? null,
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_on: key.lastUsedOn,
    known_since: key.knownSince,
    spend_usd: key.spend === null ? null : formatUsdExact(key.spend),
    quality: key.quality,
    organization: key.organizationId,
    hint: key.hint,
    first_used_on: key.firstUsedOn,
    created_by: key.creatorId,
    owner_assigned: key.isOwnerAssigned,
    owner_gone: key.ownerGone,
    purpose: key.purpose,
    application: key.application,
    environment: key.environment,
    cost_centre: key.costCentre,
    tags: key.tags,
    audit: key.audit.cards,
    safe_to_remove: key.audit.safeToRemove,
  }
}
