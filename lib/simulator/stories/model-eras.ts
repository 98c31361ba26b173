import type { Traffic } from './traffic'

type Eras = Traffic['models']

/** Since which day somebody who always takes the newest of a family uses which model. */
export const OPUS: Eras = [
  ['2026-02-05', 'claude-opus-4-6'],
  ['2026-04-16', 'claude-opus-4-7'],
  ['2026-05-28', 'claude-opus-4-8'],
  ['2026-07-24', 'claude-opus-5'],
  ['2026-09-22', 'claude-opus-5-5'],
]
export const SONNET: Eras = [
  ['2026-02-17', 'claude-sonnet-4-6'],
  ['2026-06-30', 'claude-sonnet-5'],
  ['2026-09-28', 'claude-sonnet-5-5'],
]
export const HAIKU: Eras = [
  ['2025-10-15', 'claude-haiku-4-5'],
  ['2026-10-07', 'claude-haiku-5-5'],
]
export const FABLE: Eras = [
  ['2026-06-09', 'claude-fable-5'],
  ['2026-09-01', 'claude-fable-5-1'],
  ['2026-11-09', 'claude-fable-5-2'],
]
