import { createWorld, type World } from '../world'
import { claudeCodeUses, type Coder } from './claude-code-uses'
import type { HeldPlan, Story, StoryCover, StoryFrame } from './story'
import { tellTraffic, type Traffic } from './traffic'

type Company = {
  cover: StoryCover
  /** The first of them is the owner. */
  members: [World['members'][number], ...World['members']]
  left?: World['formerMembers']
  /** The first of them is the default one. */
  workspaces: [World['workspaces'][number], ...World['workspaces']]
  apiKeys: World['apiKeys']
  traffic: readonly Traffic[]
  /** Who uses Claude Code: what Claude Code says of itself follows from the traffic of that product. */
  coder?: Coder
  plans: HeldPlan[]
}

/** What most stories end with: an organisation without invitations whose facts are its traffic. */
export function tellCompany(frame: StoryFrame, company: Company): Story {
  const { cover, members, left, workspaces, apiKeys, traffic, coder, plans } = company
  const id = frame.random.uuid()
  const facts = tellTraffic(frame, traffic, apiKeys)
  const coded = facts.filter(({ product }) => product === 'claude_code')
  const [{ name, email }] = members
  return {
    title: cover.title,
    owner: { name, email },
    world: createWorld({
      organization: { id, type: 'organization', name: cover.company },
      members,
      formerMembers: left ?? [],
      invites: [],
      workspaces,
      defaultWorkspaceId: workspaces[0].id,
      apiKeys,
      facts,
      ...(coder && { claudeCode: claudeCodeUses(frame.noiseSeed, coder, coded) }),
      amountDecimals: 6,
    }),
    plans,
  }
}

/** A plan paid in dollars every month since that many days: `price` is net for all seats. */
export function monthlyPlan(
  frame: StoryFrame,
  plan: Pick<HeldPlan, 'holder_email' | 'plan' | 'seats' | 'price'>,
  daysAgo: number,
): HeldPlan {
  return { ...plan, currency: 'USD', cycle: 'monthly', starts_on: frame.day(daysAgo) }
}
