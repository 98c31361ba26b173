import { entryKey, readCatalogue } from '@/lib/db/plan-rows'
import { transact, type Transaction } from '@/lib/db/transact'
import type { Day } from '@/lib/domain/day'
import { formatUsdExact, NANO_PER_USD, type Nano } from '@/lib/domain/money'
import type { Cycle } from '@/lib/domain/plan'
import { canonicalPlanCode, CATALOGUE_DEFAULTS, type CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { impossible } from './plan-checks'

export interface EntryKey {
  code: string
  cycle: Cycle
  validFrom: Day
}

/**
 * Brings the stored defaults in line with those of this version: missing ones are added, unedited ones follow, those
 * this version no longer has go. What was edited here stays. Does nothing the second time.
 */
export async function seedCatalogue(actor: Actor, now: Date): Promise<{ changed: number }> {
  const toDo = async (tx?: Transaction) => {
    const stored = new Map((await readStored(tx)).map((entry) => [entryKey(entry), entry]))
    const defaults = new Map(CATALOGUE_DEFAULTS.map((entry) => [entryKey(entry), entry]))
    const write = CATALOGUE_DEFAULTS.filter((entry) => {
      const known = stored.get(entryKey(entry))
      return !known || (!known.edited && !isSame(known, entry))
    })
    const drop = [...stored.values()].filter((entry) => !entry.edited && !defaults.has(entryKey(entry)))
    return { write, drop }
  }
  const first = await toDo()
  if (first.write.length + first.drop.length === 0) return { changed: 0 }
  return transact(actor, now, async (tx, audit) => {
    await tx.$executeRaw`lock table plan_catalogue in share row exclusive mode`
    const { write, drop } = await toDo(tx)
    for (const entry of drop) await tx.cataloguePrice.delete({ where: where(entry) })
    for (const entry of write) {
      const data = { ...columns(entry), edited: false }
      await tx.cataloguePrice.upsert({ where: where(entry), create: data, update: data })
    }
    const changed = write.length + drop.length
    await audit({ action: 'plan_catalogue.seeded', subjectType: 'plan_catalogue', after: { changed } })
    return { changed }
  })
}

/** Writes one dated entry: a new price, or a correction of the one that begins on the same day. */
export async function editCataloguePrice(actor: Actor, entry: CatalogueEntry, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_catalogue')
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(entry.code) || canonicalPlanCode(entry.code) !== entry.code)
    throw impossible(
      'code',
      'A code is made of small letters, digits and underscores, such as team_standard.',
    )
  requireAmount('list_price', entry.listPrice)
  requireAmount('api_credit', entry.apiCredit)
  if (entry.validTo !== null && entry.validTo < entry.validFrom)
    throw impossible('valid_to', `The last day cannot be before the first one, ${entry.validFrom}.`)
  await transact(actor, now, async (tx, audit) => {
    const before = (await readCatalogue(tx)).find((known) => entryKey(known) === entryKey(entry))
    const data = { ...columns(entry), edited: true }
    await tx.cataloguePrice.upsert({ where: where(entry), create: data, update: data })
    await audit({
      action: 'plan_catalogue.edited',
      subjectType: 'plan_catalogue',
      subjectId: entryKey(entry),
      ...(before && { before: record(before) }),
      after: record(entry),
    })
  })
}

/** Takes back what was entered here: a changed default becomes the default again, an own entry goes. */
export async function restoreCataloguePrice(actor: Actor, key: EntryKey, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_catalogue')
  await transact(actor, now, async (tx, audit) => {
    const catalogue = await readCatalogue(tx)
    const before = catalogue.find((known) => entryKey(known) === entryKey(key))
    if (!before?.edited)
      throw new ExpectedError('not_found', 'Nothing was entered here for this day. Nothing was changed.', {
        parameter: 'valid_from',
      })
    const standard = CATALOGUE_DEFAULTS.find((entry) => entryKey(entry) === entryKey(key))
    if (!standard && catalogue.filter(({ code }) => code === key.code).length === 1) {
      const plans = await tx.planTerm.count({ where: { planCode: key.code, plan: { deletedAt: null } } })
      if (plans > 0)
        throw new ExpectedError('conflict', `Plans use ${key.code}: change or delete them first.`, {
          parameter: 'code',
        })
    }
    if (standard)
      await tx.cataloguePrice.update({ where: where(key), data: { ...columns(standard), edited: false } })
    else await tx.cataloguePrice.delete({ where: where(key) })
    await audit({
      action: 'plan_catalogue.restored',
      subjectType: 'plan_catalogue',
      subjectId: entryKey(key),
      before: record(before),
      ...(standard && { after: record(standard) }),
    })
  })
}

function requireAmount(parameter: string, amount: Nano | null): void {
  if (amount === null || (amount >= 0n && amount <= 1_000_000n * NANO_PER_USD)) return
  throw impossible(parameter, 'An amount must be from 0 to 1,000,000 dollars.')
}

async function readStored(tx?: Transaction) {
  return (await readCatalogue(tx)).filter((entry) => entry.stored)
}

function where({ code, cycle, validFrom }: EntryKey) {
  return { code_cycle_validFrom: { code, cycle, validFrom } }
}

function columns(entry: CatalogueEntry) {
  const { code, name, cycle, perSeat, validFrom, validTo, source } = entry
  const { listPrice: listPriceNano, apiCredit: apiCreditNano } = entry
  return { code, name, cycle, perSeat, validFrom, validTo, source, listPriceNano, apiCreditNano }
}

function record(entry: CatalogueEntry) {
  const { name, listPrice, apiCredit, validTo, source } = entry
  return {
    name,
    list_price_usd: listPrice === null ? null : formatUsdExact(listPrice),
    api_credit_usd: apiCredit === null ? null : formatUsdExact(apiCredit),
    per_seat: entry.perSeat,
    valid_to: validTo,
    source,
  }
}

function isSame(a: CatalogueEntry, b: CatalogueEntry): boolean {
  return entryKey(a) === entryKey(b) && JSON.stringify(record(a)) === JSON.stringify(record(b))
}
