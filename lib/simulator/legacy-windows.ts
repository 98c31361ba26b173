import { badRequest } from './api-error'
import { wireInstant } from './instants'
import type { QueryParameters } from './query-parameters'

export type LegacyWindow = { startMs: number; endMs: number; widthMs: number; limit: number }

type LegacyBucket = { startMs: number; endMs: number }

/** The dense buckets of one page, oldest first, and the cursor behind them. */
export function legacyPage(window: LegacyWindow, cursor: string | undefined, maxPageRows: number) {
  const first = cursor === undefined || cursor === '' ? window.startMs : readCursor(cursor, window)
  const limit = Math.min(window.limit, maxPageRows)
  const buckets: LegacyBucket[] = []
  let startMs = first
  while (startMs < window.endMs && buckets.length < limit) {
    buckets.push({ startMs, endMs: startMs + window.widthMs })
    startMs += window.widthMs
  }
  const hasMore = startMs < window.endMs
  return { buckets, hasMore, nextPage: hasMore ? writeCursor(startMs) : null }
}

export function ceilTo(at: number, width: number): number {
  return Math.ceil(at / width) * width
}

export function floorTo(at: number, width: number): number {
  return Math.floor(at / width) * width
}

export function legacyBounds(query: QueryParameters) {
  return {
    start: query.requiredInstant('starting_at', { zone: false }),
    end: query.instant('ending_at', { zone: false }),
  }
}

function writeCursor(startMs: number): string {
  return `page_${Buffer.from(wireInstant(startMs)).toString('base64')}`
}

function readCursor(cursor: string, window: LegacyWindow): number {
  const at = Date.parse(Buffer.from(cursor.replace(/^page_/, ''), 'base64').toString())
  if (!cursor.startsWith('page_') || Number.isNaN(at) || at % window.widthMs !== 0 || at < window.startMs) {
    throw badRequest('page: Invalid cursor')
  }
  return at
}
