const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export type Random = {
  next(): number
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  text(length: number): string
  id(prefix: string): string
  uuid(): string
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return mix(hash)
}

function mix(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Uniform in [0, 1), a pure function of its arguments: the same hour gets the same noise whatever was drawn before. */
export function noise(seed: number, position: number, channel = 0): number {
  return mix(mix(seed ^ Math.imul(position, 0x9e3779b1)) ^ Math.imul(channel + 1, 0x7feb352d)) / 4294967296
}

export function seededRandom(seed: string | number): Random {
  let state = hashText(`seed ${seed}`)
  function next() {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  function int(min: number, max: number) {
    return min + Math.floor(next() * (max - min + 1))
  }
  function letters(length: number, alphabet: string) {
    let text = ''
    for (let index = 0; index < length; index++) text += alphabet[int(0, alphabet.length - 1)] ?? ''
    return text
  }
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('Nothing to pick from.')
      return items[int(0, items.length - 1)] as T
    },
    text: (length) => letters(length, BASE62),
    id: (prefix) => `${prefix}_01${letters(22, BASE62)}`,
    uuid: () => {
      const hex = (length: number) => letters(length, '0123456789abcdef')
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${letters(1, '89ab')}${hex(3)}-${hex(12)}`
    },
  }
}
