'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { GLOSSARY, WORD_IDS } from '@/lib/domain/glossary'
import { closeExplanation, explainOnHoverAndFocus } from './explain-on-hover'
import { explanationId } from './term'

/**
 * What every `Term` of a page opens: each text once, however often its word stands there. In the browser's script too, so
 * that the page carries it once and not a second time as markup told to React.
 */
export function Explanations() {
  const pathname = usePathname()
  useEffect(explainOnHoverAndFocus, [])
  useEffect(closeExplanation, [pathname])
  return WORD_IDS.map((id) => (
    <div key={id} id={explanationId(id)} popover="auto" role="tooltip" className="explanation">
      <b>{GLOSSARY[id].word}</b> {GLOSSARY[id].means}
    </div>
  ))
}
