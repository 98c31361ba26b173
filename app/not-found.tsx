import { PlainFrame } from '@/components/shell/plain-frame'
import NothingHere from './(team)/not-found'

/** For an address that belongs to no page: there is no frame around it yet. */
export default function NotFound() {
  return (
    <PlainFrame>
      <NothingHere />
    </PlainFrame>
  )
}
