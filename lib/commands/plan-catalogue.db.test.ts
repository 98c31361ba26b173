import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { type CatalogueEntry, CATALOGUE_DEFAULTS, catalogueEntryOn } from '@/lib/domain/plan-catalogue'
import { listCatalogue } from '@/lib/queries/plan-catalogue'
import { editCataloguePrice, restoreCataloguePrice, seedCatalogue } from './plan-catalogue'
import { createPlan } from './plans'

const NOW = new Date('2026-11-22T10:00:00Z')
const admin = systemActor('an admin', 'admin')
const member = systemActor('a member', 'member')

useDatabase({ emptied: ['plan_catalogue', 'plans', 'plan_terms', 'audit_entries'] })
const entries = async () =>
  (await listCatalogue(admin)).map(
    ({ edited: _edited, stored: _stored, isDefault: _isDefault, ...entry }) => entry,
  )
const audits = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)
const stored = () => prisma().cataloguePrice.count()

const pro: CatalogueEntry = {
  code: 'pro',
  name: 'Pro',
  cycle: 'monthly',
  perSeat: false,
  listPrice: nano(22_000_000_000n),
  apiCredit: null,
  validFrom: day('2023-09-01'),
  validTo: null,
  source: 'our contract',
}

it('the defaults are known before anything is stored, and storing them changes nothing', async () => {
  expect(await entries()).toEqual(CATALOGUE_DEFAULTS)
  expect(await seedCatalogue(admin, NOW)).toEqual({ changed: CATALOGUE_DEFAULTS.length })
  expect(await stored()).toBe(CATALOGUE_DEFAULTS.length)
  expect(await entries()).toEqual(CATALOGUE_DEFAULTS)
  expect(await seedCatalogue(admin, NOW)).toEqual({ changed: 0 })
  expect(await audits()).toEqual(['plan_catalogue.seeded'])
})

it('storing at the same time in several processes stores once', async () => {
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => seedCatalogue(admin, NOW).catch((error: unknown) => error)),
  )
  for (const outcome of outcomes) expect(outcome).toEqual({ changed: expect.any(Number) })
  expect(await stored()).toBe(CATALOGUE_DEFAULTS.length)
})

it('defaults follow a new version, what was edited stays', async () => {
  await seedCatalogue(admin, NOW)
  await editCataloguePrice(admin, pro, NOW)
  await prisma().cataloguePrice.updateMany({ where: { code: 'max' }, data: { name: 'Old name' } })
  await prisma().cataloguePrice.create({
    data: {
      code: 'gone',
      name: 'Gone',
      cycle: 'monthly',
      perSeat: false,
      validFrom: '2020-01-01',
      source: 'an earlier version',
    },
  })
  expect(await seedCatalogue(admin, NOW)).toEqual({ changed: 4 })
  const now = await entries()
  expect(now.some(({ name }) => name === 'Old name' || name === 'Gone')).toBe(false)
  expect(now.find(({ code, cycle }) => code === 'pro' && cycle === 'monthly')).toEqual(pro)
})

it('an edit is audited and can be taken back', async () => {
  await editCataloguePrice(admin, pro, NOW)
  expect((await entries()).find(({ code }) => code === 'pro')).toEqual(pro)
  const [entry] = await prisma().auditEntry.findMany()
  expect(entry).toMatchObject({
    action: 'plan_catalogue.edited',
    subjectId: 'pro/monthly/2023-09-01',
    before: { list_price_usd: '20.00' },
    after: { list_price_usd: '22.00', source: 'our contract' },
  })
  await restoreCataloguePrice(admin, pro, NOW)
  expect(await entries()).toEqual(CATALOGUE_DEFAULTS)
  await expect(restoreCataloguePrice(admin, pro, NOW)).rejects.toMatchObject({ kind: 'not_found' })
})

it('a new dated price holds from its day on; an own plan goes only while no plan uses it', async () => {
  await editCataloguePrice(admin, { ...pro, validFrom: day('2027-01-01') }, NOW)
  const own = { ...pro, code: 'campus', name: 'Campus', validFrom: day('2026-01-01') }
  await editCataloguePrice(admin, own, NOW)
  const catalogue = await entries()
  expect(catalogueEntryOn(catalogue, 'pro', 'monthly', day('2026-12-31'))?.listPrice).toBe(20_000_000_000n)
  expect(catalogueEntryOn(catalogue, 'pro', 'monthly', day('2027-01-01'))?.listPrice).toBe(22_000_000_000n)
  expect(catalogue.at(-1)?.code).toBe('campus')
  const plan = {
    holderEmail: 'ann@example.com',
    planCode: 'campus',
    seats: 1,
    price: nano(0n),
    currency: 'USD',
    priceUsd: null,
    cycle: 'monthly' as const,
    startsOn: day('2026-11-01'),
    endsOn: null,
    apiCredit: null,
  }
  await createPlan(member, plan, NOW)
  await expect(restoreCataloguePrice(admin, own, NOW)).rejects.toMatchObject({ kind: 'conflict' })
  await prisma().plan.deleteMany()
  await restoreCataloguePrice(admin, own, NOW)
  expect((await entries()).some(({ code }) => code === 'campus')).toBe(false)
})

it('only admins change it, and only to what can be', async () => {
  await expect(editCataloguePrice(member, pro, NOW)).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(restoreCataloguePrice(member, pro, NOW)).rejects.toMatchObject({ kind: 'forbidden' })
  const wrong: [Partial<CatalogueEntry>, string][] = [
    [{ code: 'Pro Plus' }, 'code'],
    [{ code: 'max_5x' }, 'code'],
    [{ listPrice: nano(-1n) }, 'list_price'],
    [{ validTo: day('2023-08-31') }, 'valid_to'],
  ]
  for (const [change, parameter] of wrong)
    await expect(editCataloguePrice(admin, { ...pro, ...change }, NOW)).rejects.toMatchObject({
      kind: 'incomplete',
      parameter,
    })
  expect(await stored()).toBe(0)
  expect(await audits()).toEqual([])
})
