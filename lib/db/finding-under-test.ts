import type { EvidenceRow, RuleId, Severity, Step, Subject } from '@/lib/domain/findings/finding'
import type { FindingState } from '@/lib/domain/findings/finding-standing'
import { day } from '@/lib/domain/day'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import { prisma } from './client'

interface FindingUnderTest {
  id: string
  organizationId: string
  rule: RuleId
  subjectType: Subject['type']
  subjectId: string
  episode: string
  severity: Severity
  state: FindingState
  dollars: number
  stakeMeans: string
  sentence: string
  evidence: EvidenceRow[]
  steps: Step[]
  detectedAt: Date
  goneAt: Date | null
  silentUntil: Date | null
  ownerEmail: string | null
}

const EVIDENCE: EvidenceRow[] = [
  {
    what: 'Claude Code on ci-key',
    when: '2026-11-18',
    amount: nano(12_345_678_901n),
    look: { from: day('2026-11-18'), to: day('2026-11-18'), bucket: 'hour', key: 'k1' },
  },
  {
    what: 'Max of ada@example.com',
    when: '2026-11-18',
    amount: null,
    look: { from: day('2026-11-18'), to: day('2026-11-18'), bucket: 'day', plan: 'p1' },
  },
]

const STEPS: Step[] = [
  { say: 'Take the key out of the shell.', copy: 'unset ANTHROPIC_API_KEY' },
  { say: 'Deactivate ci-key.', act: { does: 'deactivate-key', keyId: 'k1' } },
]

/** A finding as the evaluation after a sync stores it, with whatever the test is about. */
export async function storeFinding(given: Partial<FindingUnderTest> = {}): Promise<string> {
  const { dollars = 12, evidence = EVIDENCE, steps = STEPS, episode = '2026-11-18', ...rest } = given
  const { id } = await prisma().finding.create({
    data: {
      ...{ organizationId: 'org', rule: 'key-overrides-plan', subjectType: 'key', subjectId: 'k1' },
      ...{ episode, lastDay: episode, severity: 'high', state: 'open', stakeMeans: 'spent' },
      ...{ sentence: 'Claude Code billed the key ci-key.', cannotSee: 'In which shell the key is set.' },
      detectedAt: new Date('2026-11-18T03:05:00Z'),
      atStakeNano: BigInt(dollars) * NANO_PER_USD,
      evidence: evidence.map(({ amount, look, ...row }) => ({
        ...row,
        amount: amount === null ? null : amount.toString(),
        look: { ...look },
      })),
      steps: steps.map(({ act, ...step }) => ({ ...step, ...(act && { act: { ...act } }) })),
      ...rest,
    },
  })
  return id
}
