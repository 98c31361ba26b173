import { z } from 'zod'
import { deleteKeyRule, requireSayableRule, saveKeyRule, undoKeyRule } from '@/lib/commands/key-rules'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { MOST_TAGS, SINCE_ALWAYS } from '@/lib/domain/key-assignment'
import { emailAddress, plainText, utcDay } from '@/lib/parse-text'
import { listKeyRules, type ListedRule, previewKeyRule } from '@/lib/queries/key-rules'
import { endpoint } from '../endpoint'
import { jsonAnswer } from '../json-answer'
import { listPage } from '../list-page'

const data = z.enum(DATA_SCOPES).default('real').describe('demo = rules for the keys of the told story')
const said = (max: number) => plainText(max).nullable().default(null)
const text = z.string().nullable()

const ruleAnswer = z.object({
  id: z.string(),
  pattern: z.string().describe('Of the whole name; * stands for any text, large and small letters are alike'),
  organization: text.describe('null = every one'),
  workspace: text.describe('null = every one'),
  owner: text,
  purpose: text,
  application: text,
  environment: text,
  cost_centre: text,
  tags: z.array(z.string()),
  effective_on: z.string().describe('From this UTC day on; 2000-01-01 = since always'),
  keys: z.int().describe('How many keys it catches by now'),
})

/** The rules that stand; of two that speak of the same field, the first holds. All on one page. */
export const readKeyRules = endpoint(
  {
    permission: 'read',
    summary: 'List the rules that say who owns keys and what they are for',
    query: z.object({ data }),
    answer: listPage(ruleAnswer),
  },
  async ({ viewer, query }) => ({
    data: (await listKeyRules(viewer, query.data)).map(answerRule),
    next_cursor: null,
  }),
)

const caughtKey = z.object({
  id: z.string(),
  organization: z.string(),
  name: z.string(),
  changes: z.boolean(),
})

/**
 * Makes a rule, behind all others, and says at once what it says of the keys it catches, but for what people said and what
 * rules before it speak of. With `dry_run` nothing is written: 200 with the keys it would catch. 400 for a rule that says
 * nothing, 404 for an organisation or a workspace that is not there.
 */
export const makeKeyRule = endpoint(
  {
    permission: 'edit_keys',
    summary: 'Make a rule, or see what it would catch',
    query: z.object({ data }),
    body: z.object({
      pattern: plainText(200).describe('Of the whole name; * stands for any text'),
      organization: plainText(200).nullable().default(null),
      workspace: plainText(200).nullable().default(null).describe('With its organization'),
      owner: emailAddress.nullable().default(null),
      purpose: said(500),
      application: said(100),
      environment: said(100),
      cost_centre: said(100),
      tags: z.array(plainText(50)).max(MOST_TAGS, `must be at most ${MOST_TAGS}`).default([]),
      effective_on: utcDay
        .default(SINCE_ALWAYS)
        .describe('From this UTC day on; default 2000-01-01 = since always'),
      dry_run: z.boolean('must be true or false').default(false),
    }),
    status: 201,
    answer: z.object({
      id: text.describe('null = a dry run'),
      changed: z.int().describe('Keys it changed, or would change'),
      keys: z.array(caughtKey).describe('The keys it catches'),
    }),
  },
  async ({ viewer, query, body, now }) => {
    const {
      owner,
      cost_centre: costCentre,
      organization,
      workspace,
      effective_on: effectiveOn,
      ...rest
    } = body
    const { dry_run: isDry, pattern, purpose, application, environment, tags } = rest
    const rule = {
      ...{ pattern, purpose, application, environment, costCentre, effectiveOn, ownerEmail: owner },
      ...{ tags: [...new Set(tags)].sort(), organizationId: organization, workspaceId: workspace },
    }
    requireSayableRule(rule)
    const { outcomes, changes } = await previewKeyRule(viewer, rule, { replaces: null, data: query.data })
    const keys = outcomes.map(({ key, change }) => ({
      ...{ id: key.id, organization: key.organizationId, name: key.name, changes: change !== null },
    }))
    if (isDry) return jsonAnswer({ id: null, changed: changes, keys })
    const { id, changed } = await saveKeyRule(viewer, rule, { isDemo: query.data === 'demo' }, now)
    return { id, changed, keys }
  },
)

/**
 * Deletes a rule; what it said of keys stays, unless `take_back=true`: then each key is as it was, but for those of which
 * something else was said since. 404 for a rule that does not stand.
 */
export const removeKeyRule = endpoint(
  {
    permission: 'edit_keys',
    summary: 'Delete a rule, or take it back with what it said',
    params: z.object({ id: plainText(200) }),
    query: z.object({ take_back: z.enum(['true', 'false']).default('false') }),
    status: 204,
  },
  async ({ viewer, params, query, now }) => {
    if (query.take_back === 'true') await undoKeyRule(viewer, params.id, now)
    else await deleteKeyRule(viewer, params.id, now)
  },
)

function answerRule(rule: ListedRule): z.output<typeof ruleAnswer> {
  return {
    id: rule.id,
    pattern: rule.pattern,
    organization: rule.organizationId,
    workspace: rule.workspaceId,
    owner: rule.ownerEmail,
    purpose: rule.purpose,
    application: rule.application,
    environment: rule.environment,
    cost_centre: rule.costCentre,
    tags: rule.tags,
    effective_on: rule.effectiveOn,
    keys: rule.caught,
  }
}
