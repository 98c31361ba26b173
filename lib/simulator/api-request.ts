import type { World } from './world'

export type ApiRequest = {
  method: string
  /** Below /v1/organizations, without slashes at either end. */
  path: string
  search: URLSearchParams
  version: string
  betas: readonly string[]
  body: string
}

export type ApiContext = {
  world(): World
  replaceWorld(world: World): void
  now(): Date
  /** Floored to the minute: usage of minutes before it is visible, later usage is not. */
  dataRefreshedAt(): Date
  /** A lowered page cap for tests; the validated `limit` of a request is clamped to it without a word. */
  maxPageRows: number
}

/** The body as JSON text; already serialised, because report pages are built by hand for speed. */
export type JsonText = string
