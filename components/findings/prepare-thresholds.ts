import {
  type ChosenThresholds,
  defaultThreshold,
  THRESHOLD_FIELDS,
  thresholdKey,
  type ThresholdUnit,
} from '@/lib/domain/findings/chosen-thresholds'
import { RULE_IDS, type RuleId } from '@/lib/domain/findings/finding'
import { RULE_WORDS } from '@/lib/domain/findings/finding-standing'

interface ThresholdLine {
  name: string
  /** With the unit, where the words do not say it. */
  label: string
  isUsd: boolean
  value: string
  isChanged: boolean
  /** "Default 5; from 0 to 100,000." */
  hint: string
  /** As it reads where it cannot be changed: "$5", "30 days". */
  words: string
}

export interface RuleThresholds {
  rule: RuleId
  title: string
  lines: ThresholdLine[]
  isChanged: boolean
}

const UNITS: Record<ThresholdUnit, string> = {
  usd: 'dollars',
  days: 'days',
  hours: 'hours',
  percent: '%',
  times: 'times',
  tokens: 'tokens',
}

/** The rules that have thresholds, in the order of the rules. */
export function prepareThresholds(chosen: ChosenThresholds): RuleThresholds[] {
  return RULE_IDS.map((rule) => {
    const lines = THRESHOLD_FIELDS.filter((field) => field.rule === rule).map((field): ThresholdLine => {
      const usual = defaultThreshold(field)
      const own = chosen[thresholdKey(field)]
      const value = String(own ?? usual)
      const isUsd = field.unit === 'usd'
      const says = field.unit === 'times' || field.label.toLowerCase().includes(UNITS[field.unit])
      const inWords = (amount: string | number) => (isUsd ? `$${amount}` : `${amount} ${UNITS[field.unit]}`)
      return {
        ...{
          name: field.name,
          label: says ? field.label : `${field.label} (${UNITS[field.unit]})`,
          isUsd,
          value,
        },
        words: inWords(value),
        isChanged: own !== undefined,
        hint: `${own === undefined ? 'The default' : `Changed; the default is ${inWords(usual)}`}. From ${isUsd ? inWords(field.least) : field.least.toLocaleString('en-US')} to ${inWords(field.most.toLocaleString('en-US'))}.`,
      }
    })
    return { rule, title: RULE_WORDS[rule], lines, isChanged: lines.some(({ isChanged }) => isChanged) }
  }).filter(({ lines }) => lines.length > 0)
}
