import { defineConfig } from '@playwright/test'
import { browserArguments } from './scripts/find-browser.mjs'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: process.env.ONEBILL_TEST_REPORT
    ? [['line'], ['json', { outputFile: process.env.ONEBILL_TEST_REPORT }]]
    : [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    timezoneId: 'Pacific/Auckland',
    viewport: { width: 1280, height: 900 },
    launchOptions: { executablePath: process.env.ONEBILL_BROWSER, args: browserArguments() },
    screenshot: 'only-on-failure',
  },
})
