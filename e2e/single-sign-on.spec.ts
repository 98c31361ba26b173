import type { Browser, Page } from '@playwright/test'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, OWNER } from './people'
import { startSignOnProvider } from './sign-on-provider'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let onebill: Onebill
let provider: Awaited<ReturnType<typeof startSignOnProvider>>

test.beforeAll(async () => {
  provider = await startSignOnProvider()
  onebill = await startOnebill({ ...provider.settings, OIDC_ALLOWED_DOMAINS: 'allowed.example' })
  provider.open(onebill.url)
})

test.afterAll(async () => {
  await onebill?.stop()
  await provider?.stop()
})

const person = (subject: string, email: string, verified = true) =>
  provider.become({ subject, email, verified, name: `Person ${subject}` })

/** In a browser that knows neither side. */
async function signOn(browser: Browser, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${onebill.url}/settings`)
  await page.getByRole('link', { name: 'Sign in with single sign-on' }).click()
  await check(page)
  await context.close()
}

const profileOf = (name: string, role: string) => async (page: Page) => {
  await expect(page).toHaveURL(/\/settings$/)
  await expect(page.getByLabel('Name')).toHaveValue(name)
  await expect(page.getByText(`You are ${role} of this Onebill.`)).toBeVisible()
}
const refused = (words: RegExp) => async (page: Page) => {
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible()
}

test('lets in who is known, invited or of an allowed domain, and tells everybody else why not', async ({
  page,
  browser,
}) => {
  person('early', 'early@allowed.example')
  await page.goto(`${onebill.url}/sign-in/oidc`)
  await expect(page).toHaveURL(/error=NoOwner/)
  await becomeOwner(page, onebill)

  person('stranger', 'stranger@elsewhere.example')
  await signOn(browser, refused(/does not\. Ask an admin or owner for an invitation/))
  person('unverified', 'someone@allowed.example', false)
  await signOn(browser, refused(/does not say that your e-mail is verified/))

  person('someone', 'Someone@Allowed.Example')
  await signOn(browser, profileOf('Person someone', 'a viewer'))
  const query = provider.asked.at(-1)
  expect(query?.get('code_challenge_method')).toBe('S256')
  for (const name of ['code_challenge', 'state', 'nonce'])
    expect(query?.get(name)?.length).toBeGreaterThan(20)

  await page.goto(`${onebill.url}/settings/people`)
  await page.getByLabel('E-mail').fill('grace@elsewhere.example')
  await page.getByLabel('Role').selectOption('admin')
  await page.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByText('grace@elsewhere.example is invited.')).toBeVisible()
  person('grace', 'grace@elsewhere.example')
  await signOn(browser, profileOf('Person grace', 'an admin'))
  await page.reload()
  await expect(page.getByRole('region', { name: 'Invitations' })).toBeHidden()

  person('ada', OWNER.email)
  await signOn(browser, profileOf(OWNER.name, 'an owner'))
})

test('binds to the account at the provider, not to an e-mail that was given to somebody else', async ({
  browser,
}) => {
  person('grace', 'new-address@elsewhere.example')
  await signOn(browser, profileOf('Person grace', 'an admin'))
  person('grace-2', 'grace@elsewhere.example')
  await signOn(browser, refused(/another account at the provider/))
})

test('takes no answer that this browser did not ask for, and says when the provider is away', async ({
  page,
}) => {
  person('grace', 'grace@elsewhere.example')
  await page.goto(`${onebill.url}/api/auth/callback/oidc?code=stolen&state=stolen`)
  await expect(page).toHaveURL(/\/sign-in\?.*error=OAuthCallback/)
  await expect(page.getByText('Single sign-on was not completed')).toBeVisible()
  await expectAccessible(page)

  await provider.stop()
  await page.getByRole('link', { name: 'Sign in with single sign-on' }).click()
  await expect(page.getByText('The single sign-on provider cannot be reached.')).toBeVisible()
})
