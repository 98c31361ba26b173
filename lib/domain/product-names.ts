/** What Anthropic's products are called, by the code its reports give. Source: admin-api.md §11.2; what is not listed is inferred nowhere. */
const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  chat: 'Chat',
  chat_cowork_unified: 'Chat and Cowork',
  claude_code: 'Claude Code',
  claude_console: 'Claude Console',
  claude_design: 'Claude Design',
  claude_in_chrome: 'Claude in Chrome',
  claude_tag: 'Claude Tag',
  cowork: 'Cowork',
  managed_agents_api: 'Managed Agents',
  message_batches_api: 'Message Batches',
  messages_api: 'Messages API',
  office_agent: 'Office agent',
  other: 'Other products',
}

/**
 * The name of a product for people; a code nobody has named stays as it is, since the set is open. Machines keep the code: REST
 * and CSV do not ask this.
 */
export function productName(code: string): string {
  return Object.hasOwn(PRODUCT_NAMES, code) ? (PRODUCT_NAMES[code] ?? code) : code
}
