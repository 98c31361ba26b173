import { format } from 'node:util'
import { logSettings, type LogLevel } from '@/lib/env'
import { withoutSecrets } from '@/lib/without-secrets'
import { currentRequest } from './current-request'

type Fields = Record<string, unknown>

const LEVELS = ['error', 'warn', 'info', 'debug'] as const satisfies readonly LogLevel[]
const SECRET_NAME = /password|secret|token|authorization|cookie|key$/i

/**
 * One line for whoever runs this: a JSON object, or words on a terminal (ONEBILL_LOG decides otherwise), with the request it
 * belongs to. Errors and warnings go to stderr. What looks like a secret is hidden, wherever it stands.
 */
export function log(level: LogLevel, message: string, fields: Fields = {}): void {
  const settings = logSettings()
  if (LEVELS.indexOf(level) > LEVELS.indexOf(settings.level)) return
  const stream = level === 'error' || level === 'warn' ? process.stderr : process.stdout
  const isJson = settings.format ? settings.format === 'json' : !stream.isTTY
  stream.write(`${(isJson ? jsonLine : textLine)(level, message, { ...currentRequest(), ...fields })}\n`)
}

/** What was thrown, as a line: the stack under `error`. */
export function logError(message: string, thrown: unknown, fields: Fields = {}): void {
  log('error', message, { ...fields, error: withoutSecrets(thrown) })
}

function jsonLine(level: LogLevel, message: string, fields: Fields): string {
  const line = { at: new Date().toISOString(), level, message, ...fields }
  return JSON.stringify(line, (name, value: unknown) => hidden(name, value))
}

function textLine(level: LogLevel, message: string, fields: Fields): string {
  const details = Object.entries(fields).map(([name, value]) => {
    const shown = hidden(name, value)
    return ` ${name}=${typeof shown === 'string' ? shown : JSON.stringify(shown)}`
  })
  return `${new Date().toISOString()} ${level} ${withoutSecrets(message)}${details.join('')}`
}

function hidden(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Error) return withoutSecrets(value)
  if (typeof value !== 'string') return value
  return SECRET_NAME.test(name) ? '[hidden]' : withoutSecrets(value)
}

const METHODS = { error: 'error', warn: 'warn', info: 'info', log: 'info', debug: 'debug' } as const

/** From here on everything said through the console, the framework's own words included, is a line of this log. */
export function takeOverConsole(): void {
  const { console: taken } = globalThis
  for (const [method, level] of Object.entries(METHODS) as [keyof typeof METHODS, LogLevel][])
    taken[method] = (...said: unknown[]) =>
      log(level, plain(format(...said.map((one) => (one instanceof Error ? withoutSecrets(one) : one)))))
}

/** Without colours and the spaces around. */
function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '').trim()
}
