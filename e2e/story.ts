import { test as base, expect } from '@playwright/test'

export { expect }

/** Console errors and uncaught exceptions of the page fail its story. */
export const test = base.extend<{ quietConsole: void }>({
  quietConsole: [
    async ({ page }, run) => {
      const heard: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') heard.push(message.text())
      })
      page.on('pageerror', (error) => heard.push(error.message))
      await run()
      expect(heard.filter((text) => !/status of (401|403|404|429)/.test(text))).toEqual([])
    },
    { auto: true },
  ],
})

/** A figure that whoever runs the tests should see: scripts/test.mjs prints it. */
export function tell(figures: string): void {
  test.info().annotations.push({ type: 'figures', description: figures })
  if (!process.env.ONEBILL_TEST_REPORT) console.log(figures)
}
