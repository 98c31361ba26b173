import { prisma } from '@/lib/db/client'
import { readKeyRules, readRuledKeys, type ReadKey, type StandingRule } from '@/lib/db/key-rules'
import type { DataScope } from '@/lib/domain/data-scope'
import { isCaught, outcomesOf, type KeyRule, type RuleOutcome } from '@/lib/domain/key-rule'
import type { Viewer } from '@/lib/domain/viewer'

export interface ListedRule extends StandingRule {
  organizationName: string | null
  workspaceName: string | null
  /** How many keys it catches by now, whatever was said of them since. */
  caught: number
}

/** The rules that stand, in the order they hold. */
export async function listKeyRules(_viewer: Viewer, data: DataScope = 'real'): Promise<ListedRule[]> {
  const isDemo = data === 'demo'
  const [rules, keys, organizations, workspaces] = await Promise.all([
    readKeyRules(prisma(), isDemo),
    readRuledKeys(prisma(), isDemo),
    prisma().organization.findMany({ where: { isDemo }, select: { id: true, name: true } }),
    prisma().workspace.findMany({ where: { organization: { isDemo } } }),
  ])
  return rules.map((rule) => ({
    ...rule,
    organizationName: organizations.find(({ id }) => id === rule.organizationId)?.name ?? null,
    workspaceName:
      workspaces.find(
        ({ organizationId, id }) => organizationId === rule.organizationId && id === rule.workspaceId,
      )?.name ?? rule.workspaceId,
    caught: keys.filter((key) => isCaught(rule, key)).length,
  }))
}

/** A rule that was taken out of its list and can be brought back; null for one that was not. */
export async function getDeletedKeyRule(
  _viewer: Viewer,
  id: string,
): Promise<{ id: string; pattern: string } | null> {
  const rule = await prisma().keyRule.findFirst({ where: { id, deletedAt: { not: null } } })
  const successor = rule && (await prisma().keyRule.findFirst({ where: { replaces: id } }))
  return rule && !successor ? { id, pattern: rule.pattern } : null
}

export interface KeyRulePreview {
  outcomes: (RuleOutcome & { key: ReadKey })[]
  /** Keys it would say something of that does not hold already. */
  changes: number
}

/** What a rule would make of the keys there are, in place of another or behind all others; nothing is written. */
export async function previewKeyRule(
  _viewer: Viewer,
  rule: Omit<KeyRule, 'id'>,
  { replaces, data }: { replaces: string | null; data: DataScope },
): Promise<KeyRulePreview> {
  const isDemo = data === 'demo'
  const [rules, keys] = await Promise.all([readKeyRules(prisma(), isDemo), readRuledKeys(prisma(), isDemo)])
  const position = rules.find(({ id }) => id === replaces)?.position ?? Infinity
  const earlier = rules.filter((other) => other.position < position)
  const outcomes = outcomesOf({ ...rule, id: 'preview' }, earlier, keys) as KeyRulePreview['outcomes']
  return { outcomes, changes: outcomes.filter(({ change }) => change).length }
}

/** Workspaces a rule can be limited to, of organisations by name. */
export async function placesForRules(
  _viewer: Viewer,
  data: DataScope,
): Promise<{ id: string; name: string; workspaces: { id: string; name: string }[] }[]> {
  return prisma().organization.findMany({
    where: { isDemo: data === 'demo' },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      workspaces: { select: { id: true, name: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] },
    },
  })
}
