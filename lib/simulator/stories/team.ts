import { createWorld } from '../world'
import { claudeCodeUses } from './claude-code-uses'
import { apiKey, member, spendLimit, workspace } from './directory-entries'
import { OPUS } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan } from './tell-company'
import { type TeamKey, teamTraffic } from './team-traffic'
import { officeHours, tellTraffic } from './traffic'

export const teamCover: StoryCover = {
  company: 'Fernweh Labs',
  title: 'A team with a dozen service keys, batch, caching and a spike',
  whatToSee:
    'A dozen keys in four workspaces, with quiet weekends, nightly batches, cached prompts, a contract discount and a hackathon that ended. Nine days ago the support bot looped for an afternoon and cost many times a usual day. Group by key or workspace, and click on that day.',
}

/** A team with a dozen service keys, quiet weekends, and a support bot that looped nine days ago. */
export function tellTeam(options: StoryOptions): Story {
  const frame = createFrame('team', options, 260)
  const ada = member(frame, 'Ada Okafor', 'ada@fernweh.example', 'admin', 330)
  const bruno = member(frame, 'Bruno Keller', 'bruno@fernweh.example', 'developer', 325)
  const chen = member(frame, 'Chen Wei', 'chen@fernweh.example', 'developer', 300)
  const dalia = member(frame, 'Dalia Haddad', 'dalia@fernweh.example', 'billing', 300)
  const emil = member(frame, 'Emil Sand', 'emil@fernweh.example', 'claude_code_user', 140)
  const gone = member(frame, 'Finn Brandt', 'finn@fernweh.example', 'developer', 320)

  const home = workspace(frame, 'Default', 330)
  const production = workspace(frame, 'Production', 328)
  const staging = workspace(frame, 'Staging', 328)
  const research = workspace(frame, 'Research', 210)
  const hackathon = workspace(frame, 'Hackathon', 154, 140)

  const keys = {
    'billing-service': apiKey(frame, 'billing-service', production, bruno, 310),
    'support-bot': apiKey(frame, 'support-bot', production, chen, 280),
    'search-indexer': apiKey(frame, 'search-indexer', production, gone, 270),
    'contract-reader': apiKey(frame, 'contract-reader', production, bruno, 262),
    'mobile-assistant': apiKey(frame, 'mobile-assistant', production, chen, 190),
    'translation-worker': apiKey(frame, 'translation-worker', home, gone, 305),
    'staging-e2e': apiKey(frame, 'staging-e2e', staging, bruno, 300, { expiresDaysAgo: -40 }),
    'ci-review': apiKey(frame, 'ci-review', staging, ada, 160),
    'research-notebooks': apiKey(frame, 'research-notebooks', research, chen, 205),
    'evals-nightly': apiKey(frame, 'evals-nightly', research, chen, 200),
    'agents-runner': apiKey(frame, 'agents-runner', research, ada, 71),
    'ada-laptop': apiKey(frame, 'ada-laptop', home, ada, 60),
    'hackathon-2026': apiKey(frame, 'hackathon-2026', hackathon, gone, 153, { status: 'archived' }),
  }
  const unused = [
    apiKey(frame, 'legacy-importer', home, null, 329, { status: 'inactive' }),
    apiKey(frame, 'partner-demo', staging, dalia, 110, { status: 'expired', expiresDaysAgo: 80 }),
    apiKey(frame, 'spare', production, bruno, 95),
  ]
  const traffic = teamTraffic({
    production: production.id,
    staging: staging.id,
    research: research.id,
    home: home.id,
    hackathon: hackathon.id,
    keys: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.id])) as Record<
      TeamKey,
      string
    >,
    playgroundUser: dalia.id,
  })
  const apiKeys = [...Object.values(keys), ...unused]
  const facts = tellTraffic(frame, traffic, apiKeys)
  const seats = [
    {
      person: bruno,
      subscriptionType: 'team',
      places: [{ terminalType: 'iTerm.app' }, { terminalType: 'tmux' }],
    },
    { person: chen, subscriptionType: 'team', places: [{ terminalType: 'vscode' }] },
    {
      person: emil,
      subscriptionType: 'team',
      places: [{ terminalType: 'vscode' }, { terminalType: 'vscode', isRemote: true }],
    },
  ] as const
  /** Used with a seat of the plan: in Claude Code's own report, in no bill of the API. */
  const seatUses = seats.flatMap(({ person, subscriptionType, places }) => {
    const coding = tellTraffic(
      frame,
      [
        {
          name: `claude code of ${person.name}`,
          apiKeyId: null,
          workspaceId: home.id,
          product: 'claude_code',
          models: OPUS,
          requestsPerHour: (hour) => (hour.daysAgo <= 139 ? officeHours(hour, 14, 0.05) : 0),
          per: { uncachedInput: 300, cacheRead: 42000, cacheWrite5m: 1900, output: 560 },
        },
      ],
      [],
    )
    const actor = { type: 'user_actor', email_address: person.email } as const
    return claudeCodeUses(
      frame.noiseSeed,
      { actor, customerType: 'subscription', subscriptionType, places },
      coding,
    )
  })
  const ciUses = claudeCodeUses(
    frame.noiseSeed,
    {
      actor: { type: 'api_actor', api_key_name: 'ci-review' },
      customerType: 'api',
      subscriptionType: null,
      places: [{ terminalType: 'github_actions', isRemote: true }],
    },
    facts.filter(({ apiKeyId }) => apiKeyId === keys['ci-review'].id),
  )
  const world = createWorld({
    organization: { id: frame.random.uuid(), type: 'organization', name: teamCover.company },
    members: [ada, bruno, chen, dalia, emil],
    formerMembers: [gone],
    invites: [
      {
        id: frame.random.id('invite'),
        type: 'invite',
        email: 'greta@fernweh.example',
        role: 'developer',
        status: 'pending',
        invited_at: frame.moment(4),
        expires_at: frame.moment(-17),
        accepted_at: null,
        rbac_group_ids: [],
      },
    ],
    workspaces: [home, production, staging, research, hackathon],
    defaultWorkspaceId: home.id,
    apiKeys,
    facts,
    claudeCode: [...seatUses, ...ciUses],
    spendLimits: [
      spendLimit(frame, { type: 'workspace', workspace_id: staging.id }, 150, 90),
      spendLimit(frame, { type: 'organization' }, 1500, 210),
      spendLimit(frame, { type: 'usage_tier' }, 200_000, 330),
    ],
    amountDecimals: 6,
  })
  return {
    title: teamCover.title,
    owner: { name: ada.name, email: ada.email },
    world,
    notes: [
      {
        text: 'The support bot answered itself all afternoon; Chen put a limit on its replies.',
        ...{ day: frame.day(9), key_id: keys['support-bot'].id },
      },
    ],
    plans: [
      monthlyPlan(
        frame,
        { holder_email: dalia.email, plan: 'team_standard', seats: 5, price: '125.00' },
        236,
      ),
      monthlyPlan(frame, { holder_email: dalia.email, plan: 'team_premium', seats: 2, price: '250.00' }, 141),
      monthlyPlan(frame, { holder_email: chen.email, plan: 'pro', seats: 1, price: '20.00' }, 318),
    ],
  }
}
