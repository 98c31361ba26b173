import path from 'node:path'
import { defineConfig } from 'vitest/config'

const resolve = { alias: { '@': import.meta.dirname }, conditions: ['react-server'] }
const ssr = { resolve: { conditions: ['react-server'] } }
const shared = {
  setupFiles: [path.join(import.meta.dirname, 'scripts', 'vitest-console.mjs')],
  exclude: ['node_modules/**', '.next/**', 'e2e/**'],
  env: { TZ: 'Pacific/Auckland' },
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          ...shared,
          name: 'unit',
          isolate: false, // files share modules and so the time to load them; what a test changes, it puts back
          include: ['**/*.test.{ts,tsx,mjs}'],
          exclude: [...shared.exclude, '**/*.db.test.*'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...shared,
          name: 'db',
          include: ['**/*.db.test.{ts,mjs}'],
          globalSetup: ['scripts/vitest-database.mjs'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
