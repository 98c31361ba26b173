/** What was done, by action; what is not listed is read from the action's own words. */
const DONE: Record<string, string> = {
  'budget.brought_back': 'brought a budget back',
  'budget.changed': 'changed a budget',
  'budget.created': 'made a budget',
  'budget.deleted': 'deleted a budget',
  'alert.tested': 'sent a test alert',
  'alert.tried_again': 'had an alert tried again',
  'alert_channel.brought_back': 'brought an alert channel back',
  'alert_channel.changed': 'changed an alert channel',
  'alert_channel.created': 'added an alert channel',
  'alert_channel.deleted': 'deleted an alert channel',
  'alert_channel.secret_rotated': 'made a new signing secret',
  'alert_channel.turned_off': 'turned an alert channel off',
  'alert_channel.turned_on': 'turned an alert channel on',
  'alert_choice.saved': 'chose which alerts they get',
  'connection.connected': 'connected an organisation',
  'connection.disconnected': 'disconnected an organisation',
  'connection.key_replaced': 'replaced an Admin key',
  'connection.read_only_set': 'changed whether a connection is read-only',
  'connection.source_checked': 'checked where figures come from',
  'finding.judged': 'said where a finding stands',
  'demo.loaded': 'loaded the demo',
  'demo.removed': 'removed the demo',
  'guard.key_exempted': 'put a key on the list no guard deactivates',
  'guard.key_not_exempted': 'took a key off the list no guard deactivates',
  'identity.bound': 'bound a single sign-on account',
  'instance.restored': 'restored a backup',
  'instance.set_up': 'set up this Onebill',
  'instance.version_started': 'started a new version',
  'invitation.created': 'invited somebody',
  'invitation.withdrawn': 'withdrew an invitation',
  'key.assigned': 'said who owns a key and what it is for',
  'key.assignment_undone': 'took back what was said of a key',
  'key.change_confirmed': 'changed a key at Anthropic',
  'key.change_intended': 'set out to change a key at Anthropic',
  'key.change_refused': 'was refused the change of a key by Anthropic',
  'key.change_unconfirmed': 'does not know whether the change of a key was made',
  'key.owner_asked': 'asked the owner of keys by mail',
  'key.owner_asking': 'set out to ask the owner of keys by mail',
  'key.owner_not_asked': 'could not have the owner of keys asked by mail',
  'key_rule.brought_back': 'brought a key rule back',
  'key_rule.created': 'made a key rule',
  'key_rule.deleted': 'deleted a key rule',
  'key_rule.edited': 'changed a key rule',
  'key_rule.undone': 'took back a key rule and what it said',
  'note.added': 'wrote a note on the timeline',
  'note.brought_back': 'brought a note back',
  'note.deleted': 'deleted a note',
  'note.edited': 'changed a note',
  'organization.deleted': 'deleted the data of an organisation',
  'model_price.brought_back': 'brought a list price back',
  'model_price.deleted': 'took a list price back',
  'model_price.entered': 'entered a list price',
  'owner.created': 'made the first owner',
  'password.changed': 'changed their password',
  'password.reset': 'set a new password by link',
  'password.reset_by_link': 'set a new password by sign-in link',
  'password_reset.created': 'made a link for a new password',
  'password_reset.requested': 'asked for a new password by mail',
  'person.disabled': 'disabled a person',
  'person.enabled': 'enabled a person',
  'person.identities_forgotten': 'unbound a single sign-on account',
  'person.joined': 'let a person join',
  'person.role_changed': 'changed a role',
  'plan.changed': 'changed a plan',
  'plan.created': 'entered a plan',
  'plan.deleted': 'took a plan back',
  'plan_catalogue.edited': 'changed the plan catalogue',
  'profile.changed': 'changed their profile',
  'review.assigned': 'said who is to see to a line of a review',
  'review.cleared': 'took back what was decided of a line of a review',
  'review.closed': 'closed a period into its review',
  'review.deactivated': 'deactivated a key from a review',
  'review.decided': 'decided on a line of a review',
  'review.noted': 'wrote a note to a line of a review',
  'review.reopened': 'reopened a review',
  'review.signed': 'signed a review',
  'session.confirmed': 'gave the second factor',
  'session.others_revoked': 'ended their other sessions',
  'session.revoked': 'ended a session',
  'session.started': 'signed in',
  'setting.changed': 'changed a setting',
  'sign_in_link.created': 'made a sign-in link',
  'spend_limit.entered': 'entered a spend limit',
  'spend_limit.removed': 'removed a spend limit',
  'token.created': 'made a token',
  'token.revoked': 'revoked a token',
  'two_factor.code_given': 'gave a code to confirm a change',
  'two_factor.codes_renewed': 'made new recovery codes',
  'two_factor.disabled': 'turned two-factor off',
  'two_factor.enabled': 'turned two-factor on',
  'two_factor.prepared': 'began to set up two-factor',
  'two_factor.reset': 'reset the two-factor of a person',
}

/** "Ada **made a token**": what stands behind the name. An unknown `plan.split_up` reads "plan: split up". */
export function auditAction(action: string): string {
  return Object.hasOwn(DONE, action) ? (DONE[action] ?? '') : spaced(action.replace('.', ': '))
}

export interface AuditChange {
  field: string
  /** Null: was not there. */
  before: string | null
  after: string | null
}

/**
 * What differs between an entry's `before` and `after`, field by field in the order they were written; nested fields
 * are joined with a dot, lists stand as they are. A field only in one of them has null in the other.
 */
export function auditChanges(before: unknown, after: unknown): AuditChange[] {
  const old = flatten(before)
  const now = flatten(after)
  const fields = [...new Set([...old.keys(), ...now.keys()])]
  return fields.flatMap((field) => {
    const change = { field: spaced(field), before: old.get(field) ?? null, after: now.get(field) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path) into.set(path, 'nothing')
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into)
  } else into.set(path || 'value', inWords(value))
  return into
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

function spaced(name: string): string {
  return name.replaceAll('_', ' ')
}
