declare const nanoBrand: unique symbol

/** Integer nano-dollars (1 USD = 1,000,000,000). The only shape money has inside Onebill. */
export type Nano = bigint & { readonly [nanoBrand]: true }

export const NANO_PER_USD = 1_000_000_000n

export const zero = 0n as Nano

/** Brands an integer of nano-dollars that comes from storage or from a parser. */
export function nano(value: bigint): Nano {
  return value as Nano
}

/** Exact sum. */
export function sum(amounts: Iterable<Nano>): Nano {
  let total = 0n
  for (const amount of amounts) total += amount
  return total as Nano
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * Parses a plain decimal string into an integer of 10^-`scale` units, exactly.
 * Returns null when it is not a plain decimal (no exponent, no locale marks) or when a digit beyond `scale` is not 0.
 */
export function parseDecimal(text: string, scale: number): bigint | null {
  const match = DECIMAL.exec(text)
  if (!match) return null
  const [, sign, whole, fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(scale))) return null
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
  return sign ? -units : units
}

/** Dollars as a plain decimal string ("20", "41.275") to nano-dollars; null when it is not one or has more than nine decimals. */
export function parseUsd(text: string): Nano | null {
  return parseDecimal(text, 9) as Nano | null
}

/**
 * Exact decimal dollars for machines: `^-?\d+\.\d{2,9}$`, trailing zeros beyond the cents removed.
 * Source: contract.md, "Money".
 */
export function formatUsdExact(amount: Nano): string {
  const magnitude = amount < 0n ? -amount : amount
  const whole = magnitude / NANO_PER_USD
  const fraction = (magnitude % NANO_PER_USD).toString().padStart(9, '0').replace(/0+$/, '').padEnd(2, '0')
  return `${amount < 0n ? '-' : ''}${whole}.${fraction}`
}

/** `numerator / denominator` rounded half to even; the denominator must be positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('denominator must be positive')
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  let quotient = magnitude / denominator
  const twice = (magnitude % denominator) * 2n
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n
  return negative ? -quotient : quotient
}

/** `amount × numerator / denominator`, rounded once, half to even, to a multiple of `unit` nano-dollars (default 1). */
export function scale(amount: Nano, numerator: bigint, denominator: bigint, unit = 1n): Nano {
  return (divideHalfEven(amount * numerator, denominator * unit) * unit) as Nano
}

/**
 * Splits `amount` in proportion to integer `weights` so that the parts add up to it exactly (largest remainder).
 * Ties go to the earlier part. All weights 0 or an empty list is only possible for amount 0 and throws otherwise.
 */
export function splitByLargestRemainder(amount: Nano, weights: readonly bigint[]): Nano[] {
  const totalWeight = weights.reduce((a, b) => {
    if (b < 0n) throw new RangeError('weights must not be negative')
    return a + b
  }, 0n)
  if (totalWeight === 0n) {
    if (amount === 0n) return weights.map(() => zero)
    throw new RangeError('cannot split an amount over no weight')
  }
  const sign = amount < 0n ? -1n : 1n
  const magnitude = amount * sign
  const parts = weights.map((weight) => (magnitude * weight) / totalWeight)
  const remainders = weights.map((weight, index) => ({ index, rest: (magnitude * weight) % totalWeight }))
  let left = magnitude - parts.reduce((a, b) => a + b, 0n)
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  for (const { index } of remainders) {
    if (left === 0n) break
    parts[index] = (parts[index] ?? 0n) + 1n
    left -= 1n
  }
  return parts.map((part) => (part * sign) as Nano)
}
