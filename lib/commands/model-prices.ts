import { transact } from '@/lib/db/transact'
import type { Day } from '@/lib/domain/day'
import { formatUsdExact, nano, type Nano, NANO_PER_USD } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** A list price as it is announced: dollars per million tokens. Null: the model has none for that kind. */
export interface NewPrice {
  model: string
  startsOn: Day
  input: Nano
  cacheWrite5m: Nano | null
  cacheWrite1h: Nano | null
  cacheRead: Nano | null
  output: Nano
  /** Where it comes from. */
  source: string
}

const MOST = 100_000n * NANO_PER_USD

/** From its day on it stands over the catalogue. One price a model and day: another is refused until the first is taken back. */
export async function enterModelPrice(actor: Actor, price: NewPrice, now: Date): Promise<{ id: string }> {
  requireAllowed(actor, 'edit_prices')
  for (const [parameter, amount] of Object.entries({
    input_usd: price.input,
    cache_write_5m_usd: price.cacheWrite5m,
    cache_write_1h_usd: price.cacheWrite1h,
    cache_read_usd: price.cacheRead,
    output_usd: price.output,
  }))
    if (amount !== null && (amount < 0n || amount > MOST))
      throw new ExpectedError('incomplete', 'A price must be from 0 to 100,000 dollars per million tokens.', {
        parameter,
      })
  return transact(actor, now, async (tx, audit) => {
    // Two at once would both find nothing: the second waits here and then finds the first.
    await tx.$executeRaw`lock table model_prices in share row exclusive mode`
    const { model, startsOn, source } = price
    const where = { model_startsOn: { model, startsOn } }
    const before = await tx.modelPrice.findUnique({ where })
    if (before && before.deletedAt === null)
      throw new ExpectedError(
        'conflict',
        `${model} has a price from ${startsOn} already. Take that one back first; nothing was changed.`,
        { parameter: 'starts_on' },
      )
    const data = {
      ...{ model, startsOn, source, createdAt: now, deletedAt: null },
      ...{ inputNano: price.input, outputNano: price.output, cacheReadNano: price.cacheRead },
      ...{ cacheWrite5mNano: price.cacheWrite5m, cacheWrite1hNano: price.cacheWrite1h },
    }
    const { id } = await tx.modelPrice.upsert({ where, create: data, update: data })
    await audit({
      ...{ action: 'model_price.entered', subjectType: 'model_price', subjectId: id },
      after: record(data),
    })
    return { id }
  })
}

/** It no longer counts, and can be brought back. */
export async function deleteModelPrice(actor: Actor, id: string, now: Date): Promise<void> {
  await setDeleted(actor, id, now, now)
}

/** What was taken back by mistake counts again. */
export async function bringBackModelPrice(actor: Actor, id: string, now: Date): Promise<void> {
  await setDeleted(actor, id, null, now)
}

async function setDeleted(actor: Actor, id: string, deletedAt: Date | null, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_prices')
  await transact(actor, now, async (tx, audit) => {
    const { count } = await tx.modelPrice.updateMany({
      where: { id, deletedAt: deletedAt === null ? { not: null } : null },
      data: { deletedAt },
    })
    const found = await tx.modelPrice.findUnique({ where: { id } })
    if (count === 0 || !found)
      throw new ExpectedError('not_found', 'There is no such price. Nothing was changed.')
    const side = deletedAt === null ? 'after' : 'before'
    await audit({
      action: deletedAt === null ? 'model_price.brought_back' : 'model_price.deleted',
      subjectType: 'model_price',
      subjectId: id,
      [side]: record(found),
    })
  })
}

function record(price: {
  model: string
  startsOn: string
  inputNano: bigint
  cacheWrite5mNano: bigint | null
  cacheWrite1hNano: bigint | null
  cacheReadNano: bigint | null
  outputNano: bigint
  source: string
}) {
  const dollars = (amount: bigint | null) => (amount === null ? null : formatUsdExact(nano(amount)))
  return {
    model: price.model,
    starts_on: price.startsOn,
    input_usd: dollars(price.inputNano),
    cache_write_5m_usd: dollars(price.cacheWrite5mNano),
    cache_write_1h_usd: dollars(price.cacheWrite1hNano),
    cache_read_usd: dollars(price.cacheReadNano),
    output_usd: dollars(price.outputNano),
    source: price.source,
  }
}
