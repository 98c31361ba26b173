import type { ToldNotice } from '@/lib/commands/alert-messages'
import type { Severity } from '@/lib/domain/findings/finding'
import { publicUrl } from '@/lib/env'
import { formatUsd } from '@/lib/format'
import { toldText } from '../told-text'

/** Characters of one sentence. */
const MOST = 1000

export const SEVERITY_WORDS: Record<Severity, string> = { high: 'High', medium: 'Medium', low: 'Low' }

/** One notice as it leaves the house: each text on one line, nothing secret, nothing that turns what stands around it. */
export interface ToldAlert {
  severity: Severity
  title: string
  sentences: string[]
  steps: { say: string; copy: string | null }[]
  atStake: string | null
  organization: string | null
  url: string
}

export function toldAlert({ severity, content, organizationName }: ToldNotice): ToldAlert {
  return {
    severity,
    title: toldText(content.title),
    sentences: [content.sentence, ...content.more].map((text) => toldText(text, MOST)),
    steps: content.steps.map(({ say, copy }) => ({
      say: toldText(say, MOST),
      copy: copy === undefined ? null : toldText(copy, MOST),
    })),
    atStake: content.atStake === null ? null : formatUsd(content.atStake).text,
    organization: organizationName === null ? null : toldText(organizationName),
    url: pageUrl(content.path),
  }
}

/** Only ever a page of this installation. */
export function pageUrl(path: string): string {
  const base = publicUrl()
  const url = new URL(path, `${base}/`)
  return url.origin === new URL(base).origin ? url.href : base
}
