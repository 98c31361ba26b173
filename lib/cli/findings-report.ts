import { hourInstant, type HourNumber, hourOf } from '@/lib/domain/findings/closed-hour'
import { evaluateRules } from '@/lib/domain/findings/evaluate-rules'
import { RULE_IDS } from '@/lib/domain/findings/finding'
import { formatUsdExact } from '@/lib/domain/money'
import { MODEL_RETIREMENTS } from '@/lib/prices/model-retirements'
import { priceBook } from '@/lib/prices/price-book'
import { tellQuietOrganization } from '@/lib/simulator/replays/quiet-organizations'
import { REPLAYS } from '@/lib/simulator/replays/replays'
import { CASE_NOW } from '@/lib/simulator/replays/tell-case'
import { walkReplay } from '@/lib/simulator/replays/walk-replay'
import { worldEvidence } from '@/lib/simulator/replays/world-evidence'

const QUIET_ORGANIZATIONS = 30
const QUIET_DAYS = 90
const told = { prices: priceBook(), retirements: MODEL_RETIREMENTS, limits: [] }

/** "2026-11-13 09:00" */
function written(hour: HourNumber | null): string {
  return hour === null ? 'never' : hourInstant(hour).slice(0, 16).replace('T', ' ')
}

function line(cells: readonly string[]): void {
  const widths = [6, 20, 16, 16, 8, 26]
  console.log(cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
}

/** Walks every real case and the quiet organisations; ends with 1 when one is missed, seen too early, or not quiet. */
function report(): boolean {
  const missed = new Set<string>()
  line(['', 'rule', 'could show', 'detected', 'severity', 'at stake', 'case'])
  for (const replay of REPLAYS) {
    const { couldShow, detectedAt, finding, isInTime, episodes } = walkReplay(replay, told)
    const isSound =
      isInTime && finding?.severity === replay.severity && episodes.length === (replay.episodes ?? 1)
    if (!isSound) missed.add(replay.rule)
    const stake = finding && `$${formatUsdExact(finding.atStake.amount)} ${finding.atStake.means}`
    const state = isSound ? 'ok' : 'MISSED'
    line([
      state,
      replay.rule,
      written(couldShow),
      written(detectedAt),
      finding?.severity ?? '',
      stake ?? '',
      replay.source,
    ])
    if (finding) console.log(`        ${finding.sentence}`)
  }
  console.log('')
  const rules = RULE_IDS.filter((rule) => REPLAYS.some((replay) => replay.rule === rule) && !missed.has(rule))
  console.log(
    `${rules.length} of ${RULE_IDS.length} rules detect their real case by the first closed hour that could show it.`,
  )
  const isQuiet = reportQuiet()
  return rules.length === RULE_IDS.length && isQuiet
}

function reportQuiet(): boolean {
  let evaluations = 0
  let high = 0
  const others = new Map<string, Set<string>>()
  for (let seed = 1; seed <= QUIET_ORGANIZATIONS; seed++) {
    const story = tellQuietOrganization(seed)
    const end = Math.floor(hourOf(CASE_NOW) / 24) * 24
    for (let until = end - (QUIET_DAYS - 1) * 24; until <= end; until += 24) {
      evaluations++
      for (const found of evaluateRules(worldEvidence(story, until, told)).detected) {
        if (found.severity === 'high') {
          high++
          console.log(`HIGH   quiet ${seed} at ${hourInstant(until)} · ${found.rule}: ${found.sentence}`)
          continue
        }
        const name = `${found.rule} (${found.severity})`
        others.set(name, (others.get(name) ?? new Set()).add(`${seed} ${found.subject.id}`))
      }
    }
  }
  console.log(
    `${high} high findings on ${QUIET_ORGANIZATIONS} quiet organisations over ${QUIET_DAYS} days (${evaluations} evaluations).`,
  )
  const noticed = [...others].map(([name, subjects]) => `${name} ${subjects.size}`).sort()
  console.log(`Notices there, by subject: ${noticed.join(' · ')}`)
  return high === 0
}

process.exitCode = report() ? 0 : 1
