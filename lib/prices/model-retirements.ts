import { day } from '@/lib/domain/day'
import type { ModelRetirement } from '@/lib/domain/findings/evidence'

const RELEASE_NOTES = 'deprecation list as quoted in November 2026, not confirmed against the official page.'

/** Models with a last day. Those whose day is over stay listed: nothing uses them any more. Source: billing.md §5.1. */
export const MODEL_RETIREMENTS: readonly ModelRetirement[] = [
  {
    model: 'claude-opus-4-1',
    lastDay: day('2026-08-05'),
    successor: 'claude-opus-5-5',
    source: 'Anthropic’s deprecation list.',
  },
  {
    model: 'claude-sonnet-4-5',
    lastDay: day('2026-11-30'),
    successor: 'claude-sonnet-5-5',
    source: RELEASE_NOTES,
  },
]
