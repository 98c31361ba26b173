import { z } from 'zod'

const flag = z.stringbool({
  truthy: ['1', 'true', 'yes', 'on'],
  falsy: ['0', 'false', 'no', 'off'],
  error: 'must be on or off (or true and false, yes and no, 1 and 0)',
})
const secret = z.string().min(16, 'must be at least 16 characters, for example from: openssl rand -hex 32')

/** Text with one rule: answers what is wrong with it, or null. */
function text(problem: (text: string) => string | null) {
  return z.string().superRefine((value, context) => {
    const message = problem(value)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
}

function wholeNumber(min: number, max: number, message: string) {
  return text((value) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? null : message,
  ).transform(Number)
}

const postgresUrl = text((value) => {
  if (!/^postgres(ql)?:\/\//.test(value)) return 'must begin with postgresql://'
  if (!URL.canParse(value)) return 'must be a connection address'
  const schema = new URL(value).searchParams.get('schema')
  if (schema !== null && schema !== 'public')
    return 'must not name a schema: Onebill takes a database of its own. Leave out schema='
  return null
})

const isHttp = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const httpUrl = text((value) =>
  isHttp(value) ? null : 'must be an http(s) address such as https://onebill.example.com',
).transform((value) => value.replace(/\/+$/, ''))

const httpOrigin = text((value) => {
  if (!isHttp(value)) return 'must be an http(s) address such as https://onebill.example.com'
  const { pathname, search, hash, username, password } = new URL(value)
  return /^\/*$/.test(pathname) && !search && !hash && !username && !password
    ? null
    : 'must be an address without a path, query or password, such as https://onebill.example.com'
}).transform((value) => new URL(value).origin)

const smtpUrl = text((value) =>
  /^smtps?:\/\//.test(value) && URL.canParse(value)
    ? null
    : 'must be an address such as smtps://user:password@mail.example.com:465',
)
const sender = text((value) =>
  /^([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value)
    ? null
    : 'must be a mail address, such as Onebill <onebill@example.com>',
)

const schema = z.object({
  PORT: wholeNumber(1, 65_535, 'must be a number from 1 to 65535').default(3000),
  HOST: z.string().default('127.0.0.1'),
  ONEBILL_URL: httpOrigin.optional(),
  ONEBILL_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  AUTH_SECRET: secret.optional(),
  ONEBILL_SECRET_KEY: secret.optional(),
  ANTHROPIC_ADMIN_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: httpUrl.default('https://api.anthropic.com'),
  ONEBILL_SYNC_EVERY: wholeNumber(
    0,
    1440,
    'must be a whole number of minutes, from 0 (only when asked) to 1440 (a day)',
  ).default(10),
  ONEBILL_TRUST_PROXY: flag.default(false),
  ONEBILL_LOG: z.enum(['json', 'text'], 'must be json or text').optional(),
  ONEBILL_LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug')
    .default('info'),
  ONEBILL_TEST: flag.default(false),
  ONEBILL_NOW: z.iso
    .datetime({ offset: true, message: 'must be an instant like 2026-11-22T10:00:00Z' })
    .optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: sender.optional(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ALLOWED_DOMAINS: z.string().optional(),
})

export type Environment = z.infer<typeof schema>

/**
 * Parses variables without the spaces around them; an empty one counts as unset. Problems name the variable, never its
 * value: it may be a secret.
 */
export function readEnvironment(
  source: Record<string, string | undefined>,
): { environment: Environment } | { problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const parsed = schema.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (given.DATABASE_URL) {
    for (const name of ['AUTH_SECRET', 'ONEBILL_SECRET_KEY'])
      if (!given[name]) problems.push(`${name}: is required together with DATABASE_URL`)
  }
  if (parsed.success && problems.length === 0) return { environment: parsed.data }
  return { problems }
}

const NAMES = Object.keys(schema.shape)
let parsed: { from: (string | undefined)[]; environment: Environment } | null = null

/**
 * The environment of this process. The launcher has already refused a wrong one. A page asks dozens of times: it is parsed
 * again only where a variable changed.
 */
export function environment(): Environment {
  const known = parsed
  if (known && NAMES.every((name, index) => process.env[name] === known.from[index])) return known.environment
  const from = NAMES.map((name) => process.env[name])
  const result = readEnvironment(Object.fromEntries(NAMES.map((name, index) => [name, from[index]])))
  if ('problems' in result) throw new Error(`Wrong settings: ${result.problems.join('; ')}`)
  parsed = { from, environment: result.environment }
  return result.environment
}

export type LogLevel = Environment['ONEBILL_LOG_LEVEL']

/** How to log, also where the rest of the environment is wrong: that has to be said. */
export function logSettings(): { format: 'json' | 'text' | undefined; level: LogLevel } {
  const { ONEBILL_LOG, ONEBILL_LOG_LEVEL } = schema.shape
  return {
    format: ONEBILL_LOG.safeParse(process.env.ONEBILL_LOG?.trim() || undefined).data,
    level: ONEBILL_LOG_LEVEL.safeParse(process.env.ONEBILL_LOG_LEVEL?.trim() || undefined).data ?? 'info',
  }
}

/** The clock, read only at the outer edge. Fixed by ONEBILL_NOW when ONEBILL_TEST=1. */
export function currentTime(): Date {
  const { ONEBILL_TEST, ONEBILL_NOW } = environment()
  return ONEBILL_TEST && ONEBILL_NOW ? new Date(ONEBILL_NOW) : new Date()
}

/** The address people reach this installation at, without a trailing slash. */
export function publicUrl(): string {
  const { ONEBILL_URL, PORT } = environment()
  return ONEBILL_URL ?? `http://localhost:${PORT}`
}
