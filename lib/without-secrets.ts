const SECRETS: [RegExp, string][] = [
  [/\bonebill_[\w-]{8,}/g, 'onebill_[hidden]'],
  [/\bsk-ant-[\w-]+/g, 'sk-ant-[hidden]'],
  [/(\w+:\/\/)[^\s/@]+@/g, '$1[hidden]@'],
  [/\b(bearer\s+)\S+/gi, '$1[hidden]'],
  [/(\/(?:join|reset)\/|[?&]token=)[\w-]{20,}/g, '$1[hidden]'],
]

/** What was thrown, with its stack, causes and code, fit for the log. */
export function withoutSecrets(thrown: unknown): string {
  const parts: string[] = []
  let current = thrown
  for (let depth = 0; current !== null && current !== undefined && depth < 5; depth += 1) {
    const code = (current as { code?: unknown }).code
    const text = current instanceof Error ? (current.stack ?? current.message) : String(current)
    parts.push(typeof code === 'string' ? `[${code}] ${text}` : text)
    current = current instanceof Error ? current.cause : undefined
  }
  return SECRETS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), parts.join('\ncaused by '))
}
