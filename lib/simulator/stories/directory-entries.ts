import type {
  BetaAPIKey,
  BetaOrganizationUser,
  BetaSpendLimit,
  BetaWorkspace,
} from '@anthropic-ai/sdk/resources/beta/organization'
import type { StoryFrame } from './story'

export function member(
  frame: StoryFrame,
  name: string,
  email: string,
  role: BetaOrganizationUser['role'],
  daysAgo: number,
): BetaOrganizationUser {
  return { id: frame.random.id('user'), type: 'user', added_at: frame.moment(daysAgo), email, name, role }
}

export function workspace(
  frame: StoryFrame,
  name: string,
  daysAgo: number,
  archivedDaysAgo?: number,
): BetaWorkspace {
  return {
    id: frame.random.id('wrkspc'),
    type: 'workspace',
    name,
    created_at: frame.moment(daysAgo),
    archived_at: archivedDaysAgo === undefined ? null : frame.moment(archivedDaysAgo),
    display_color: frame.random.pick(['#6C5BB9', '#2F855A', '#B7791F', '#2B6CB0', '#9B2C2C']),
    compartment_id: frame.random.uuid(),
    data_residency: {
      workspace_geo: 'us',
      default_inference_geo: 'global',
      allowed_inference_geos: 'unrestricted',
    },
    external_key_id: null,
    tags: {},
    user_profile_id: null,
  }
}

export function apiKey(
  frame: StoryFrame,
  name: string,
  home: BetaWorkspace,
  creator: BetaOrganizationUser | null,
  daysAgo: number,
  more: { status?: BetaAPIKey['status']; expiresDaysAgo?: number } = {},
): BetaAPIKey {
  return {
    id: frame.random.id('apikey'),
    type: 'api_key',
    name,
    status: more.status ?? 'active',
    created_at: frame.moment(daysAgo),
    created_by: creator ? { id: creator.id, type: 'user' } : null,
    expires_at: more.expiresDaysAgo === undefined ? null : frame.moment(more.expiresDaysAgo),
    partial_key_hint: `sk-ant-api03-${frame.random.text(3)}...${frame.random.text(4)}`,
    principal: null,
    scope: { type: 'workspace', workspace_id: home.id },
  }
}

/** A monthly limit in whole dollars. Anthropic's own cap carries the day the organisation was made. */
export function spendLimit(
  frame: StoryFrame,
  scope: BetaSpendLimit['scope'],
  dollars: number,
  daysAgo: number,
): BetaSpendLimit {
  const since = frame.moment(daysAgo)
  return {
    id: frame.random.id('spl'),
    type: 'spend_limit',
    scope,
    amount: String(dollars * 100),
    currency: 'USD',
    period: 'monthly',
    is_enabled: true,
    created_at: since,
    updated_at: since,
  }
}
