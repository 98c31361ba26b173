import type { Metadata } from 'next'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { decodedPart } from '../../../explained-subject'
import { SubjectPage } from '../../../subject-page'

export const metadata: Metadata = { title: 'Workspace' }

interface Props {
  params: Promise<{ organization: string; workspace: string }>
  searchParams: Promise<SearchParams>
}

export default async function WorkspacePage({ params, searchParams }: Props) {
  const { organization, workspace } = await params
  const named = {
    kind: 'workspace' as const,
    organizationId: decodedPart(organization),
    id: decodedPart(workspace),
  }
  return <SubjectPage {...{ named, searchParams }} />
}
