import type { Metadata } from 'next'
import { z } from 'zod'
import { AssignmentSuggestions } from '@/components/keys/assignment-suggestions'
import { RuleForm } from '@/components/keys/rule-form'
import { RulePreview } from '@/components/keys/rule-preview'
import { RuleTable } from '@/components/keys/rule-table'
import { SaveRule } from '@/components/keys/save-rule'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { requireSayableRule, type RuleInput } from '@/lib/commands/key-rules'
import { dayOf } from '@/lib/domain/day'
import { SINCE_ALWAYS } from '@/lib/domain/key-assignment'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import {
  getDeletedKeyRule,
  listKeyRules,
  type ListedRule,
  placesForRules,
  previewKeyRule,
} from '@/lib/queries/key-rules'
import { suggestionsForKeys } from '@/lib/queries/said-of-keys'
import { chosenData } from '../../chosen-data'
import { bringRuleBack, deleteRule, saveRule, undoSavedRule } from './actions'
import { RULE_FORM, ruleOf } from './parse-rule'

export const metadata: Metadata = { title: 'Key rules' }

export default async function KeyRulesPage({ searchParams }: PageProps<'/keys/rules'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const given = await searchParams
  const data = await chosenData(viewer)
  const mayEdit = isAllowed(viewer.role, 'edit_keys')
  const [rules, gone, places, suggestions] = await Promise.all([
    listKeyRules(viewer, data),
    isPlain(given.deleted) ? getDeletedKeyRule(viewer, given.deleted) : null,
    placesForRules(viewer, data),
    mayEdit ? suggestionsForKeys(viewer, data) : null,
  ])
  const editing = rules.find(({ id }) => id === given.edit) ?? null
  const typed = typedRule(given, now)
  const preview =
    mayEdit && typed.rule
      ? await previewKeyRule(viewer, typed.rule, { replaces: editing?.id ?? null, data })
      : null
  const saved = rules.find(({ id }) => id === given.saved)
  const values = typed.values ?? (editing ? valuesOf(editing) : {})
  return (
    <>
      <PageHeader
        title="Key rules"
        description="Who owns keys and what they are for, by their names. A rule says it of the keys there are when it is saved, and of new keys as soon as they are read; what a person said of a key is never changed by a rule."
        actions={<ButtonLink href="/keys">All keys</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-4">
        {saved && (
          <Notice
            tone="success"
            title={`“${saved.pattern}” is saved: ${countWords(given.changed)} changed.`}
            actions={
              mayEdit && (
                <ActionButton action={undoSavedRule} values={{ id: saved.id }} pendingText="Taking back">
                  Undo
                </ActionButton>
              )
            }
          />
        )}
        {isPlain(given.undone) && (
          <Notice title={`The rule is taken back: ${countWords(given.undone)} as before.`}>
            {isPlain(given.kept) && given.kept !== '0' && (
              <p>Of {countWords(given.kept)} something else was said since: that stays.</p>
            )}
          </Notice>
        )}
        {gone && (
          <Notice
            title={`The rule “${gone.pattern}” is deleted. What it said of keys stays.`}
            actions={
              mayEdit && (
                <ActionButton action={bringRuleBack} values={{ id: gone.id }} pendingText="Bringing back">
                  Undo
                </ActionButton>
              )
            }
          />
        )}
        <Card>
          <CardHeader
            title="Rules"
            description="The first rule from the top that speaks of a field holds; a rule below it leaves that field alone."
          />
          {rules.length === 0 ? (
            <EmptyState title="No rules yet">
              {mayEdit
                ? 'Keys are often named after what they are for: say it once, and it holds for those to come.'
                : refusalSentence(viewer.role, 'edit_keys')}
            </EmptyState>
          ) : (
            <RuleTable
              rules={rules}
              actionsOf={(rule) =>
                mayEdit && (
                  <span className="inline-flex gap-2">
                    <ButtonLink
                      size="sm"
                      variant="quiet"
                      href={`/keys/rules?edit=${encodeURIComponent(rule.id)}#rule`}
                      aria-label={`Edit ${rule.pattern}`}
                    >
                      Edit
                    </ButtonLink>
                    <ActionButton
                      action={deleteRule}
                      values={{ id: rule.id }}
                      variant="quiet"
                      label={`Delete ${rule.pattern}`}
                      pendingText="Deleting"
                    >
                      Delete
                    </ActionButton>
                  </span>
                )
              }
            />
          )}
        </Card>
        {mayEdit && (
          <Card>
            <div id="rule" className="scroll-mt-20">
              <CardHeader title={editing ? `Edit “${editing.pattern}”` : 'A new rule'} />
            </div>
            {typed.problem && <Notice tone="error">{typed.problem}</Notice>}
            <RuleForm
              key={JSON.stringify(values)}
              values={values}
              fieldErrors={typed.fieldErrors}
              places={places}
              editing={editing?.id ?? null}
            />
          </Card>
        )}
        {preview && typed.values && (
          <Card>
            <CardHeader
              title={`It catches ${countWords(String(preview.outcomes.length))}`}
              description={
                preview.outcomes.length === 0
                  ? 'No key there is has such a name; new ones will be caught.'
                  : `${countWords(String(preview.changes))} would change. Nothing is saved yet.`
              }
            />
            {preview.outcomes.length > 0 && <RulePreview outcomes={preview.outcomes} today={dayOf(now)} />}
            <SaveRule
              action={saveRule}
              values={{ ...typed.values, edit: editing?.id ?? '' }}
              changes={preview.changes}
            />
          </Card>
        )}
        {suggestions && <AssignmentSuggestions suggestions={suggestions} />}
      </div>
    </>
  )
}

type Given = Record<string, string | string[] | undefined>

interface Typed {
  /** As typed; null where nothing was. */
  values: Record<string, string> | null
  rule: RuleInput | null
  fieldErrors: Record<string, string[]>
  problem: string | null
}

/** What the address holds of a rule, and what is wrong with it. */
function typedRule(given: Given, now: Date): Typed {
  const none = { rule: null, fieldErrors: {}, problem: null }
  if (given.pattern === undefined) return { values: null, ...none }
  const names = Object.keys(RULE_FORM.shape)
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const text = given[name]
      return typeof text === 'string' && !text.includes('\u0000') ? [[name, text]] : []
    }),
  )
  const parsed = RULE_FORM.safeParse(values)
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error)
    const problem = 'Please look at the marked fields. Nothing was changed.'
    return { values, rule: null, fieldErrors: fieldErrors as Typed['fieldErrors'], problem }
  }
  try {
    const rule = ruleOf(parsed.data, now)
    requireSayableRule(rule)
    return { values, ...none, rule }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    const { parameter, message } = error
    return {
      values,
      ...none,
      ...(parameter ? { fieldErrors: { [parameter]: [message] } } : { problem: message }),
    }
  }
}

function valuesOf(rule: ListedRule): Record<string, string> {
  return {
    pattern: rule.pattern,
    place: [rule.organizationId, rule.workspaceId].filter(Boolean).join(' '),
    owner: rule.ownerEmail ?? '',
    purpose: rule.purpose ?? '',
    application: rule.application ?? '',
    environment: rule.environment ?? '',
    cost_centre: rule.costCentre ?? '',
    tags: rule.tags.join(', '),
    from: rule.effectiveOn === SINCE_ALWAYS ? 'always' : 'day',
    day: rule.effectiveOn === SINCE_ALWAYS ? '' : rule.effectiveOn,
  }
}

function isPlain(given: string | string[] | undefined): given is string {
  return typeof given === 'string' && given !== '' && !given.includes('\u0000')
}

function countWords(given: string | string[] | undefined): string {
  const count = isPlain(given) && /^\d{1,6}$/.test(given) ? Number(given) : 0
  return count === 1 ? 'one key' : `${count} keys`
}
