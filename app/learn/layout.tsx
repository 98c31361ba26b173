import type { ReactNode } from 'react'
import { GuestFrame } from '@/components/learn/guest-frame'
import { requireGuideReader } from '@/lib/auth/guide-reader'
import TeamLayout from '../(team)/layout'

/** The team's own frame; another for strangers, where an owner lets them read. Every page here asks for itself. */
export default async function LearnLayout({ children }: { children: ReactNode }) {
  return (await requireGuideReader()) ? (
    <TeamLayout>{children}</TeamLayout>
  ) : (
    <GuestFrame>{children}</GuestFrame>
  )
}
