/** An Anthropic key somebody made, which goes on working when they leave. */
export interface KeyToHandOver {
  id: string
  organizationId: string
  name: string
  status: string
  hint: string | null
  organization: string
  workspace: string | null
  /** The connection of its organisation may write. */
  canChange: boolean
}
