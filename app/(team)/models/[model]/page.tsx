import type { Metadata } from 'next'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { decodedPart } from '../../explained-subject'
import { SubjectPage } from '../../subject-page'

export const metadata: Metadata = { title: 'Model' }

interface Props {
  params: Promise<{ model: string }>
  searchParams: Promise<SearchParams>
}

export default async function ModelPage({ params, searchParams }: Props) {
  const { model } = await params
  const named = { kind: 'model' as const, id: decodedPart(model) }
  return <SubjectPage {...{ named, searchParams }} />
}
