import { format } from 'node:util'
import { afterEach, beforeEach, expect } from 'vitest'

const original = console.error
let written = []

beforeEach(() => {
  written = []
  console.error = (...values) => written.push(format(...values))
})

afterEach(() => {
  console.error = original
  expect(written, 'console.error was called').toEqual([])
})
