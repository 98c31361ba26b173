import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { GuideBlocks } from '@/components/learn/guide-blocks'
import { PriceNotes } from '@/components/learn/price-notes'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { requireGuideReader } from '@/lib/auth/guide-reader'
import { guideNamed, listGuides } from '@/lib/domain/guides/guide-titles'
import { writeGuide } from '@/lib/domain/guides/guides'
import { currentTime } from '@/lib/env'
import { getGuideGround } from '@/lib/queries/guide-ground'
import { OwnNumbersCard } from '../own-numbers-card'

export async function generateMetadata({ params }: PageProps<'/learn/[guide]'>): Promise<Metadata> {
  const { guide } = await params
  const slug = guideNamed(guide)
  return { title: listGuides().find((one) => one.slug === slug)?.title ?? 'Learn' }
}

export default async function GuidePage({ params }: PageProps<'/learn/[guide]'>) {
  const viewer = await requireGuideReader()
  const slug = guideNamed((await params).guide)
  if (!slug) notFound()
  const now = currentTime()
  const { title, asks, blocks, prices, sources } = writeGuide(slug, await getGuideGround(viewer, now))
  const guides = listGuides()
  const next = guides[guides.findIndex((one) => one.slug === slug) + 1]
  return (
    <>
      <PageHeader
        title={title}
        description={asks}
        actions={viewer && <ButtonLink href="/learn">All guides</ButtonLink>}
      />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <Card className="min-w-0">
          <GuideBlocks blocks={blocks} isGuest={viewer === null} />
        </Card>
        <div className="grid min-w-0 grid-cols-1 gap-4">
          {viewer && (
            <Suspense fallback={<Skeleton className="h-40" />}>
              <OwnNumbersCard viewer={viewer} slug={slug} now={now} />
            </Suspense>
          )}
          <PriceNotes prices={prices} sources={sources} />
        </div>
      </div>
      {next && (
        <p className="mt-6">
          Next:{' '}
          <Link href={`/learn/${next.slug}`} className="text-accent underline">
            {next.title}
          </Link>
        </p>
      )}
    </>
  )
}
