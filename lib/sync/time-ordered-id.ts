import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7 (RFC 9562 §5.7, the fraction of the millisecond by method 3): text order is the order of making, by
 * real time, so it orders also what is created while ONEBILL_NOW stands still.
 */
export function timeOrderedId(): string {
  const at = performance.timeOrigin + performance.now()
  const milliseconds = Math.floor(at)
  const time = milliseconds.toString(16).padStart(12, '0')
  const fraction = Math.floor((at - milliseconds) * 4096)
    .toString(16)
    .padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${fraction}-${randomUUID().slice(19)}`
}
