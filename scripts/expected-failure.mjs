/** A failure the person at the terminal can act on: printed as its sentence, without a stack trace. */
export class ExpectedFailure extends Error {}
