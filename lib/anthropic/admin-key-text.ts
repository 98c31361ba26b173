import { ExpectedError } from '@/lib/errors'

const WHERE = 'Create an Admin key under Console → Settings → Admin keys and paste that one.'
const NOTHING_SENT = 'Nothing was sent or stored.'
const LONGEST = 512

/**
 * The Admin key in what a person pasted: without space around it, quotes, `export NAME=`, `x-api-key:` or `Bearer`. What can
 * be no Admin key is refused here with a sentence (ExpectedError 'incomplete' at `admin_key`), before anything is sent.
 * Kinds of keys: admin-api.md §2.
 */
export function readAdminKey(pasted: string): string {
  const text = unwrapped(pasted)
  if (text === '') throw refusal(`Paste an Admin key. It begins with sk-ant-admin. ${WHERE}`)
  if (/^sk-ant-api/.test(text)) {
    throw refusal(
      `This is an API key for calling models (sk-ant-api…): it cannot read an organisation’s costs. ${WHERE} ${NOTHING_SENT}`,
    )
  }
  if (/^sk-ant-(oat|ort)/.test(text)) {
    throw refusal(
      `This is a sign-in token of Claude Code or the Anthropic command line (sk-ant-oat…): it expires within hours. ${WHERE} ${NOTHING_SENT}`,
    )
  }
  if (/\.\.\.|…|\*{3}/.test(text)) {
    throw refusal(
      `This is the shortened form of a key as the Console lists it. The whole key is shown once, when it is created. ${WHERE} ${NOTHING_SENT}`,
    )
  }
  if (/\s/.test(text)) {
    throw refusal(
      `There are spaces or line breaks within the key: copy it again as one piece. ${NOTHING_SENT}`,
    )
  }
  if (!text.startsWith('sk-ant-admin')) {
    throw refusal(
      `This is not an Admin key of Anthropic: those begin with sk-ant-admin. ${WHERE} ${NOTHING_SENT}`,
    )
  }
  if (!/^[\w-]+$/.test(text) || text.length > LONGEST) {
    throw refusal(
      `This key has characters an Admin key cannot have, or too many of them: copy it again. ${NOTHING_SENT}`,
    )
  }
  return text
}

/** What may be shown of a key: `sk-ant-admin01-Ab1...XyZz`. */
export function shortenedKey(adminKey: string): string {
  const [, prefix = '', rest = ''] = /^(sk-ant-[a-z]+\d*-)?(.*)$/s.exec(adminKey) ?? []
  return rest.length < 16 ? `${prefix}...` : `${prefix}${rest.slice(0, 3)}...${rest.slice(-4)}`
}

function unwrapped(pasted: string): string {
  let text = pasted.replace(/[\u200b\u200c\u200d\u2060\ufeff\u0000]/g, '').trim()
  text = text.replace(/^(export\s+|set\s+|\$env:)?[A-Z_][A-Z0-9_]*\s*=\s*/i, '')
  text = text.replace(/^(x-api-key|authorization)\s*:\s*/i, '').replace(/^bearer\s+/i, '')
  return text.replace(/^["'`“”‘’]+|["'`“”‘’;,]+$/g, '').trim()
}

function refusal(sentence: string): ExpectedError {
  return new ExpectedError('incomplete', sentence, { parameter: 'admin_key' })
}
