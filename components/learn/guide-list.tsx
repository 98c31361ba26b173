import Link from 'next/link'
import type { Guide } from '@/lib/domain/guides/guide'

export function GuideList({ guides }: { guides: readonly Pick<Guide, 'slug' | 'title' | 'asks'>[] }) {
  return (
    <ol className="grid grid-cols-1 gap-3 md:grid-cols-2">
      {guides.map(({ slug, title, asks }) => (
        <li key={slug}>
          <Link
            href={`/learn/${slug}`}
            className="bg-raised hover:border-line-strong block h-full rounded-md border p-4"
          >
            <span className="block font-semibold">{title}</span>
            <span className="text-ink-2 mt-1 block text-sm">{asks}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
