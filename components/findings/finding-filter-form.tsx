import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { RULE_IDS, SEVERITIES } from '@/lib/domain/findings/finding'
import { RULE_WORDS, SEVERITY_WORDS } from '@/lib/domain/findings/finding-standing'
import { DEFAULT_FINDINGS_VIEW, findingsHref, type FindingsView, isFilteredFindings } from './findings-view'

/** A plain form: what it asks for becomes the address, with or without JavaScript. */
export function FindingFilterForm({
  view,
  organizations,
  keyName,
}: {
  view: FindingsView
  organizations: readonly { id: string; name: string }[]
  /** Of the key the list is narrowed to. */
  keyName: string | null
}) {
  return (
    <form
      action="/findings"
      method="get"
      role="search"
      aria-label="Findings"
      key={JSON.stringify(view)}
      className="flex flex-wrap items-end gap-3"
    >
      {view.tab !== 'open' && <input type="hidden" name="tab" value={view.tab} />}
      {view.key !== null && <input type="hidden" name="key" value={view.key} />}
      <div className="w-32">
        <SelectField label="Severity" name="severity" defaultValue={view.severity ?? ''}>
          <option value="">All</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {SEVERITY_WORDS[severity]}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="w-60">
        <SelectField label="Rule" name="rule" defaultValue={view.rule ?? ''}>
          <option value="">All</option>
          {RULE_IDS.map((rule) => (
            <option key={rule} value={rule}>
              {RULE_WORDS[rule]}
            </option>
          ))}
        </SelectField>
      </div>
      {(organizations.length > 1 || view.organization !== null) && (
        <div className="w-44">
          <SelectField label="Organisation" name="organization" defaultValue={view.organization ?? ''}>
            <option value="">All</option>
            {organizations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <Button type="submit">Show</Button>
      {keyName !== null && <span className="leading-9">only about the key {keyName}</span>}
      {isFilteredFindings(view) && (
        <Link
          href={findingsHref({ ...DEFAULT_FINDINGS_VIEW, tab: view.tab })}
          prefetch={false}
          className="text-accent leading-9 underline"
        >
          Show all
        </Link>
      )}
    </form>
  )
}
