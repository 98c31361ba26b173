/** An answer that arrived but broke off, or is no JSON: worth asking again. */
export class UnreadableAnswer extends Error {
  constructor(cause: unknown) {
    super('the answer broke off or is not JSON', { cause })
    this.name = 'UnreadableAnswer'
  }
}
