import { z } from 'zod'

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off', ''] })
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
  .refine((text) => URL.canParse(text), 'must be a connection address')
const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http(s) address such as https://onebill.example.com',
  )
  .transform((text) => text.replace(/\/+$/, ''))
const secret = z.string().min(32, 'must be at least 32 characters, for example from: openssl rand -hex 32')

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ONEBILL_URL: httpUrl.optional(),
  ONEBILL_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  AUTH_SECRET: secret.optional(),
  ONEBILL_SECRET_KEY: secret.optional(),
  ANTHROPIC_ADMIN_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: httpUrl.default('https://api.anthropic.com'),
  ONEBILL_SYNC_EVERY: z.coerce
    .number('must be a number of minutes')
    .int('must be a whole number of minutes')
    .min(0, 'must be 0 (only when asked) or more minutes')
    .max(1440, 'must be at most 1440 minutes (a day)')
    .default(10),
  ONEBILL_TRUST_PROXY: flag.default(false),
  ONEBILL_TEST: flag.default(false),
  ONEBILL_NOW: z.iso
    .datetime({ offset: true, message: 'must be an instant like 2026-11-22T10:00:00Z' })
    .optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ALLOWED_DOMAINS: z.string().optional(),
})

export type Environment = z.infer<typeof schema>

/**
 * Parses variables; an empty one counts as unset. Problems name the variable, never its value: it may be a secret.
 */
export function readEnvironment(
  source: Record<string, string | undefined>,
): { environment: Environment } | { problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
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

/** The environment of this process. The launcher has already refused a wrong one. */
export function environment(): Environment {
  const result = readEnvironment(process.env)
  if ('problems' in result) throw new Error(`Wrong settings: ${result.problems.join('; ')}`)
  return result.environment
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
