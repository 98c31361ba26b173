import type { Metadata } from 'next'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { decodedPart } from '../../../explained-subject'
import { SubjectPage } from '../../../subject-page'

export const metadata: Metadata = { title: 'Person' }

interface Props {
  params: Promise<{ organization: string; person: string }>
  searchParams: Promise<SearchParams>
}

export default async function PersonPage({ params, searchParams }: Props) {
  const { organization, person } = await params
  const named = {
    kind: 'person' as const,
    organizationId: decodedPart(organization),
    id: decodedPart(person),
  }
  return <SubjectPage {...{ named, searchParams }} />
}
