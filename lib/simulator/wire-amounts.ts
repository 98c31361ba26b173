const NANO_PER_CENT_DECIMALS = 7

function decimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const sign = value < 0n ? '-' : ''
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** Fractional cents with fixed decimals, the analytics form: 412_800_000_000n nano-dollars is "41280.000000". */
export function fixedCents(nanoDollars: bigint, decimals: 6 | 7): string {
  return decimal(decimals === 7 ? nanoDollars : nanoDollars / 10n, decimals)
}

/** Fractional cents without trailing zeros, the legacy form: "123.78912", "10", "0". */
export function minimalCents(nanoDollars: bigint): string {
  return decimal(nanoDollars, NANO_PER_CENT_DECIMALS).replace(/\.?0+$/, '')
}

/** Exact dollars with at least two and at most nine decimals, as the control endpoint tells the truth. */
export function exactDollars(nanoDollars: bigint): string {
  return decimal(nanoDollars, 9).replace(/0{1,7}$/, '')
}
