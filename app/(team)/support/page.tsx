import type { Metadata } from 'next'
import { SupportText } from '@/components/support/support-text'
import { parseSupportView, supportHref } from '@/components/support/support-view'
import { PRESET_LABELS, RANGE_ORDER, rangeWords } from '@/components/timeline/range-words'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { resolveRange } from '@/lib/domain/range'
import { currentTime } from '@/lib/env'
import { supportText } from '@/lib/publish/support-text'
import { listOrganizations } from '@/lib/queries/organizations'
import { getSupportFacts } from '@/lib/queries/support-facts'
import { chosenData } from '../chosen-data'

export const metadata: Metadata = { title: 'For Anthropic’s support' }

const SUPPORT = 'https://support.claude.com'

export default async function SupportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { view, problems } = parseSupportView(await searchParams)
  const range = resolveRange(view.choice, dayOf(now))
  const data = await chosenData(viewer)
  const organizations = await listOrganizations(viewer, data)
  const chosen =
    view.organization === null && organizations.length === 1
      ? organizations[0]
      : organizations.find(({ id }) => id === view.organization)
  const facts =
    chosen && (await getSupportFacts(viewer, { organizationId: chosen.id, keyId: view.key, range }))
  return (
    <>
      <PageHeader
        title="For Anthropic’s support"
        description="The facts as a text without secrets, ready to be sent: ids, days, amounts by day and model, and what was restated."
        actions={
          <ButtonAnchor href={SUPPORT} target="_blank" rel="noreferrer">
            Open Anthropic’s support
          </ButtonAnchor>
        }
      />
      <div className="flex flex-col gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        {data === 'demo' && (
          <Notice tone="warning" title="This is a told story: Anthropic’s support does not know it." />
        )}
        <div className="min-w-0">
          <Segmented
            label="Range"
            segments={RANGE_ORDER.map((preset) => ({
              label: PRESET_LABELS[preset],
              href: supportHref({ ...view, choice: { preset } }),
              current: 'preset' in view.choice && view.choice.preset === preset,
            }))}
          />
        </div>
        <Card>
          <CardHeader
            title={rangeWords(range)}
            description={
              facts
                ? `${facts.organization.name}${facts.key ? `, the key “${facts.key.name}”` : ', all keys together'}.`
                : undefined
            }
          />
          {facts ? (
            <SupportText
              key={supportHref({ ...view, organization: facts.organization.id })}
              text={supportText(facts, range, now)}
            />
          ) : organizations.length === 0 ? (
            <EmptyState
              title="Nothing to tell yet"
              actions={<ButtonLink href="/settings/connections">See the connections</ButtonLink>}
            >
              Once an organisation is connected and read, its facts stand here.
            </EmptyState>
          ) : (
            <EmptyState
              title={chosen ? 'There is no such key' : 'Which organisation is it about?'}
              actions={organizations.map(({ id, name }) => (
                <ButtonLink key={id} href={supportHref({ choice: view.choice, organization: id })}>
                  <bdi>{name}</bdi>
                </ButtonLink>
              ))}
            >
              {chosen
                ? 'It was never seen in this organisation. The text can be about the whole of it.'
                : 'One text is about one organisation, as Anthropic knows it.'}
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  )
}
