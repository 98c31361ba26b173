/** What happened to a key, and who did it; the newest first. */
export interface KeyHistoryEntry {
  id: string
  at: Date
  /** `noticed` at Anthropic, `acted` through Onebill, `assigned` here. */
  kind: 'noticed' | 'acted' | 'assigned'
  /** What changed: "status", "name", "owner" … or what was noticed. */
  what: string
  before: string | null
  after: string | null
  who: string | null
  note: string | null
  /** Of what was done through Onebill: intended, confirmed, refused, unconfirmed. */
  state: string | null
}
