import { asObject, dimension, type RowReader } from './report-rows'
import type { CostRow, UsageRow } from './reports'

/** What a token's price hangs on beside its model. */
export interface RateGroup {
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
}

/** Who used it: a person, service account, federated identity or key. */
export interface UsageActor {
  /** `user_…`, `svac_…`, `federated:<subject>` or `apikey_…`. */
  id: string
  /** user_actor, service_account_actor, federated_actor, api_actor; an open set. */
  type: string
  name: string | null
  email: string | null
  deleted: boolean
}

/** Null: Anthropic could not say who. */
interface PersonGroup {
  actor: UsageActor | null
}

export const RATE_GROUPS = ['api_key_id', 'model', 'speed', 'context_window', 'inference_geo'] as const
export const PERSON_GROUPS = ['actor', 'api_key_id', 'model', 'product', 'workspace_id'] as const

/** Columns of a row that its group does not ask for are null. */
export type RateUsageRow = UsageRow & RateGroup
export type RateCostRow = CostRow & RateGroup
export type PersonUsageRow = UsageRow & PersonGroup
export type PersonCostRow = CostRow & PersonGroup

/** Rows of the daily passes: what the hourly rows have, and the groups of their own (admin-api.md §11.2). */
export const detailRows = {
  rateUsage: (reader: RowReader, value: unknown): RateUsageRow => ({
    ...reader.usage(value),
    ...rateGroup(value),
  }),
  rateCost: (reader: RowReader, value: unknown): RateCostRow => ({
    ...reader.cost(value),
    ...rateGroup(value),
  }),
  personUsage: (reader: RowReader, value: unknown): PersonUsageRow => ({
    ...reader.usage(value),
    actor: actorOf(value),
  }),
  personCost: (reader: RowReader, value: unknown): PersonCostRow => ({
    ...reader.cost(value),
    actor: actorOf(value),
  }),
}

function groupOf(value: unknown) {
  return asObject(asObject(value, 'a row').group, 'a group')
}

function rateGroup(value: unknown): RateGroup {
  const group = groupOf(value)
  return {
    speed: dimension(group.speed),
    contextWindow: dimension(group.context_window),
    inferenceGeo: dimension(group.inference_geo),
  }
}

function actorOf(value: unknown): UsageActor | null {
  const { actor } = groupOf(value)
  if (actor === null || actor === undefined) return null
  const found = asObject(actor, 'an actor')
  const type = dimension(found.type) ?? 'unknown'
  return {
    id: actorId(type, found),
    type,
    name: dimension(found.name),
    email: dimension(found.email_address),
    deleted: found.deleted === true,
  }
}

/** A kind of actor that is not known keeps its kind and whatever names it. */
function actorId(type: string, actor: Record<string, unknown>): string {
  if (type === 'federated_actor') return `federated:${dimension(actor.subject) ?? ''}`
  const named = actor.user_id ?? actor.service_account_id ?? actor.api_key_id
  return typeof named === 'string'
    ? named
    : `${type}:${dimension(actor.id) ?? dimension(actor.subject) ?? ''}`
}
