import Link from 'next/link'
import { Fragment } from 'react'

const PARTS = /`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)/g

/** Text of a guide: `code` and [links](address). Strangers are not led to pages that are not theirs. */
export function InlineText({ text, isGuest }: { text: string; isGuest: boolean }) {
  const parts = []
  let end = 0
  for (const match of text.matchAll(PARTS)) {
    const [whole, code, words, address] = match
    parts.push(text.slice(end, match.index))
    if (code !== undefined)
      parts.push(<code className="bg-sunk rounded-sm px-1 font-mono text-sm wrap-anywhere">{code}</code>)
    else parts.push(<Leading words={words ?? ''} address={address ?? ''} isGuest={isGuest} />)
    end = match.index + whole.length
  }
  parts.push(text.slice(end))
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>)
}

function Leading({ words, address, isGuest }: { words: string; address: string; isGuest: boolean }) {
  const look = 'text-accent underline'
  if (address.startsWith('https:'))
    return (
      <a
        href={address}
        target="_blank"
        rel="noreferrer"
        className={look}
        aria-label={`${words} (opens in a new tab)`}
      >
        {words}
      </a>
    )
  if (isGuest && !address.startsWith('/learn')) return words
  return (
    <Link href={address} className={look}>
      {words}
    </Link>
  )
}
