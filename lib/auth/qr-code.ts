import { encode } from 'uqr'

/** Squares of one unit: draw `path` filled, in a box of `size` × `size` with a light ground. */
export interface QrCode {
  size: number
  path: string
}

const QUIET_ZONE = 4 // modules, as ISO/IEC 18004 asks for

export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { border: QUIET_ZONE })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: path.join('') }
}
