import { systemActor } from '@/lib/auth/system-actor'
import { addTerm } from '@/lib/commands/plan-terms'
import { createPlan } from '@/lib/commands/plans'
import { prisma } from '@/lib/db/client'
import type { Day } from '@/lib/domain/day'
import type { HourNumber } from '@/lib/domain/findings/closed-hour'
import { type Nano, nano, parseUsd } from '@/lib/domain/money'
import { simulate } from '@/lib/simulator/simulator-under-test'
import type { SimulatorOptions } from '@/lib/simulator/start-simulator'
import type { Story } from '@/lib/simulator/stories/story'
import type { SyncSettings } from './run-sync'
import { connectSimulator, sync, SYNC_TABLES } from './sync-under-test'

export const FINDING_TABLES = [
  ...SYNC_TABLES,
  ...['findings', 'finding_learning', 'finding_evaluations', 'notices', 'plans', 'spend_limits'],
]

const HOUR_MS = 3_600_000
const actor = systemActor('test')
const dollars = (text: string): Nano => parseUsd(text) ?? nano(0n)

/** The story's organisation, connected to a simulator whose clock is set by the hour, with its plans entered. */
export async function tellOrganization(story: Story, until: HourNumber, options: SimulatorOptions = {}) {
  const simulator = await simulate({ world: story.world, ...options })
  const setHour = (hour: HourNumber) => simulator.setClock(() => new Date(hour * HOUR_MS))
  setHour(until)
  await connectSimulator(simulator, options.source === 'legacy-only' ? 'legacy' : 'analytics')
  for (const plan of story.plans) {
    const claimedOn = plan.credit_claimed_on
    const organizationId = story.world.organization.id
    const { id } = await createPlan(
      actor,
      {
        ...{
          holderEmail: plan.holder_email,
          planCode: plan.plan,
          seats: plan.seats,
          price: dollars(plan.price),
        },
        ...{ currency: plan.currency, priceUsd: null, cycle: plan.cycle, startsOn: plan.starts_on as Day },
        endsOn: null,
        apiCredit: claimedOn === undefined ? null : { organizationId, claimedOn: claimedOn as Day },
      },
      simulator.now(),
    )
    for (const change of plan.changes ?? [])
      await addTerm(
        actor,
        id,
        {
          ...{ effectiveOn: change.effective_on as Day, planCode: change.plan, seats: change.seats },
          price: dollars(change.price),
        },
        simulator.now(),
      )
  }
  return {
    simulator,
    organizationId: story.world.organization.id,
    /** The hour that is the first open one becomes `hour`, and the organisation is read. */
    async syncAt(hour: HourNumber, settings: Partial<SyncSettings> = {}) {
      setHour(hour)
      return sync(simulator, settings)
    },
  }
}

/** What is stored, in the words of a test. */
export async function storedFindings(rule?: string) {
  const rows = await prisma().finding.findMany({
    ...(rule && { where: { rule } }),
    include: { events: { orderBy: { id: 'asc' } } },
    orderBy: [{ episode: 'asc' }, { subjectId: 'asc' }],
  })
  return rows.map((row) => ({ ...row, happened: row.events.map(({ kind }) => kind) }))
}

export async function storedNotices(rule?: string) {
  const rows = await prisma().notice.findMany({ orderBy: { id: 'asc' } })
  const ids = new Set((await storedFindings(rule)).map(({ id }) => id))
  return rows.filter(({ key }) => ids.has(key.split(':')[1] ?? ''))
}
