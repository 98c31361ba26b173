import type { ReactNode } from 'react'
import { PlainFrame } from '@/components/shell/plain-frame'
import { Explanations } from '@/components/words/explanations'

export default function FirstRunLayout({ children }: { children: ReactNode }) {
  return (
    <PlainFrame>
      {children}
      <Explanations />
    </PlainFrame>
  )
}
