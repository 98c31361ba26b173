import Link from 'next/link'
import { GUIDE_TITLES } from '@/lib/domain/guides/guide-titles'
import type { GuideSlug } from '@/lib/domain/guides/guide'

/** Leads from where a question arises to the guide that answers it, by the guide's own title. */
export function GuideLink({ guide }: { guide: GuideSlug }) {
  return (
    <Link href={`/learn/${guide}`} prefetch={false} className="text-accent underline">
      {GUIDE_TITLES[guide].title}
    </Link>
  )
}
