import { expect, it } from 'vitest'
import { listPermissions, type Permission } from '@/lib/domain/viewer'
import { ROLE_WELCOME, ROLE_WORDS } from './role-words'

const EVERYTHING = 'everything'

const SAID: Record<Permission, string> = {
  ...{ read: '', own_account: '' },
  ...{ edit_plans: 'plans', edit_keys: 'owners of keys', ask_owners: 'mail to them', run_sync: 'syncs' },
  ...{ judge_findings: 'findings', edit_notes: 'notes', review_spend: 'reviews' },
  ...{ edit_catalogue: 'team settings', manage_settings: 'team settings', manage_connections: 'connections' },
  ...{ change_keys: 'deactivating keys', manage_demo: 'demo', manage_budgets: 'budgets' },
  ...{ manage_alerts: 'alerts', manage_tokens: 'tokens', manage_people: 'people', read_audit: 'audit log' },
  ...{ manage_owners: EVERYTHING, edit_prices: EVERYTHING, manage_guard: EVERYTHING },
  ...{ allow_private_targets: EVERYTHING, manage_security: EVERYTHING, open_guides: EVERYTHING },
  ...{ delete_data: EVERYTHING },
}

it('a role is told with all it may do, where one is chosen and where one is invited', () => {
  for (const { permission, least } of listPermissions())
    for (const words of [ROLE_WORDS[least], ROLE_WELCOME[least]]) expect(words).toContain(SAID[permission])
})
