import type { Metadata } from 'next'
import { PageHeader } from '@/components/ui/page-header'
import { WordList } from '@/components/words/word-list'
import { requireGuideReader } from '@/lib/auth/guide-reader'

export const metadata: Metadata = { title: 'Words' }

export default async function WordsPage() {
  await requireGuideReader()
  return (
    <>
      <PageHeader
        title="Words"
        description="What Onebill and Anthropic call things, in the order of the alphabet. Wherever such a word has dots beneath, it explains itself there."
      />
      <WordList />
    </>
  )
}
