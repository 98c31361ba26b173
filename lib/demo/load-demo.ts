import { claimDemo, type DemoClaim, noteDemoLoaded, removeDemoData } from '@/lib/commands/demo'
import { addTerm } from '@/lib/commands/plan-terms'
import { createPlan } from '@/lib/commands/plans'
import { addNote } from '@/lib/commands/timeline-notes'
import type { Day } from '@/lib/domain/day'
import { type Nano, parseUsd } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { type HeldPlan, type Story, type StoryName, tellStory } from '@/lib/simulator/stories/tell-story'
import { connectOrganization } from '@/lib/sync/connect-organization'
import { evaluateBudgets } from '@/lib/sync/evaluate-budgets'
import { syncBesideQueue } from '@/lib/sync/run-sync'
import { withoutSecrets } from '@/lib/without-secrets'
import { DEFAULT_STORY, DEMO_STORIES } from './demo-stories'
import { enterBudgets } from './told-budgets'
import { signEarlierReviews } from './told-reviews'

/** Ids hang on it: a told organisation is never one that a simulator started by hand tells of. */
const SEED = 'demo'

/**
 * Puts a story into the database the way real figures come: its organisation is connected and read through the real sync,
 * its plans and budgets are entered by the real commands. Told relative to `now`. Whatever demo was there before is replaced. Refused
 * with a sentence while another one is being loaded or removed.
 */
export async function loadDemo(actor: Actor, name: StoryName, now: Date): Promise<void> {
  await loadClaimed(await claimDemo(actor), actor, name, now)
}

/** The same in the background: returns once it is sure that it begins. How far it is shows in its sync run. */
export async function beginDemo(actor: Actor, name: StoryName, now: Date): Promise<void> {
  const claim = await claimDemo(actor)
  loadClaimed(claim, actor, name, now).catch((error: unknown) => {
    console.error(`the demo could not be loaded: ${withoutSecrets(error)}`)
  })
}

/** Removes the demo and nothing else; false when there was none. */
export async function clearDemo(actor: Actor, now: Date): Promise<boolean> {
  const claim = await claimDemo(actor)
  return removeDemoData(actor, now).finally(() => claim.release())
}

async function loadClaimed(claim: DemoClaim, actor: Actor, name: StoryName, now: Date): Promise<void> {
  try {
    await removeDemoData(actor, now)
    const story = tellStory(name, { seed: SEED, now, daysAhead: 0 })
    const teller = tellerOf(story, actor)
    await noteDemoLoaded(actor, companyOf(name), now)
    const simulator = await startSimulator({ world: story.world, seed: SEED, clock: () => now })
    try {
      const baseUrl = simulator.url
      const { organization } = await connectOrganization(teller, simulator.adminKey, now, {
        baseUrl,
        isDemo: true,
      })
      await enterPlans(teller, story, organization.id, now)
      const request = { organizationId: organization.id, requestedBy: actor.name }
      const failure = await syncBesideQueue(request, { clock: () => now, baseUrl })
      if (failure !== null) throw new ExpectedError('upstream', `The demo was not finished: ${failure}`)
      await enterBudgets(teller, story, organization.id, now)
      await evaluateBudgets(organization.id, { clock: () => now, signal: new AbortController().signal })
      await writeNotes(teller, story, organization.id, now)
      if (name === DEFAULT_STORY) await signEarlierReviews(teller, now)
    } finally {
      await simulator.close()
    }
  } finally {
    await claim.release()
  }
}

/** Somebody of the story, with what whoever loads it may do: they entered nothing of it, so nothing stands in their name. */
function tellerOf({ world }: Story, actor: Actor): Actor {
  const name = (world.members.find(({ role }) => role === 'admin') ?? world.members[0])?.name ?? 'Somebody'
  return { ...actor, kind: 'system', id: null, name: `${name} (demo)`, tellsDemo: true }
}

function companyOf(name: StoryName): string {
  return DEMO_STORIES.find((story) => story.name === name)?.company ?? name
}

async function writeNotes(
  teller: Actor,
  { notes = [] }: Story,
  organizationId: string,
  now: Date,
): Promise<void> {
  for (const { text, day, key_id: keyId = null } of notes) {
    const note = { text, day: day as Day, untilDay: day as Day, organizationId, keyId }
    await addNote(teller, note, { isDemo: true }, now)
  }
}

async function enterPlans(teller: Actor, { plans }: Story, organizationId: string, now: Date): Promise<void> {
  for (const plan of plans) {
    const { id } = await createPlan(teller, planInput(plan, organizationId), now, { isDemo: true })
    for (const { effective_on, plan: planCode, seats, price } of plan.changes ?? []) {
      const change = { effectiveOn: effective_on as Day, planCode, seats, price: dollars(price) }
      await addTerm(teller, id, change, now)
    }
  }
}

function planInput(plan: HeldPlan, organizationId: string) {
  const { credit_claimed_on: claimedOn } = plan
  return {
    holderEmail: plan.holder_email,
    planCode: plan.plan,
    seats: plan.seats,
    price: dollars(plan.price),
    currency: plan.currency,
    priceUsd: null,
    cycle: plan.cycle,
    startsOn: plan.starts_on as Day,
    endsOn: null,
    apiCredit: claimedOn === undefined ? null : { organizationId, claimedOn: claimedOn as Day },
  }
}

function dollars(text: string): Nano {
  const amount = parseUsd(text)
  if (amount === null) throw new RangeError(`${text} is no amount of dollars`)
  return amount
}
