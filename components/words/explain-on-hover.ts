const OPENS_AFTER_MS = 150
const CLOSES_AFTER_MS = 250

const explanationAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('.explanation') : null

const wordAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLButtonElement>('button[data-word], button[data-why]') : null

const explanationOf = (word: HTMLButtonElement) =>
  document.getElementById(word.getAttribute('popovertarget') ?? '')

export function closeExplanation(): void {
  document.querySelector<HTMLElement>('.explanation:popover-open')?.hidePopover()
}

/**
 * Opens explanations, and why something is not available, under the pointer and at the keyboard's focus; tap, click and Escape are the browser's own. What hover or
 * focus opened goes when both have left the word and its explanation; a click on the word makes it stay. Returns the way out.
 */
export function explainOnHoverAndFocus(): () => void {
  let passing: { word: HTMLButtonElement; explanation: HTMLElement } | null = null
  let opening: ReturnType<typeof setTimeout> | undefined
  let closing: ReturnType<typeof setTimeout> | undefined

  const isOpen = () => passing?.explanation.matches(':popover-open') ?? false
  const close = () => {
    if (isOpen()) passing?.explanation.hidePopover()
    passing = null
  }
  const open = (word: HTMLButtonElement) => {
    const explanation = explanationOf(word)
    if (!explanation || !word.isConnected || explanation.matches(':popover-open')) return
    explanation.showPopover({ source: word })
    passing = { word, explanation }
  }
  /** Somebody reads something they opened: passing over a word does not close it for them. */
  const isReading = (word: HTMLButtonElement) =>
    [...document.querySelectorAll(':popover-open')].some(
      (each) => each !== passing?.explanation && !each.contains(word),
    )

  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch') return
    const word = wordAt(target)
    clearTimeout(opening)
    if (word && isOpen() && word === passing?.word) return clearTimeout(closing)
    if (word && !isReading(word)) {
      clearTimeout(closing)
      opening = setTimeout(() => open(word), OPENS_AFTER_MS)
      return
    }
    if (passing && explanationAt(target) === passing.explanation) return clearTimeout(closing)
    clearTimeout(closing)
    closing = setTimeout(() => {
      if (document.activeElement !== passing?.word || !passing?.word.matches(':focus-visible')) close()
    }, CLOSES_AFTER_MS)
  }
  const onFocusIn = ({ target }: FocusEvent) => {
    const word = wordAt(target)
    if (word?.matches(':focus-visible')) open(word)
  }
  const onFocusOut = () => {
    if (passing && !passing.word.matches(':hover') && !passing.explanation.matches(':hover')) close()
  }
  const onClick = (event: MouseEvent) => {
    const word = wordAt(event.target)
    clearTimeout(opening)
    if (!word || word !== passing?.word || !isOpen()) return
    event.preventDefault() // the browser would close what is open already
    passing = null
  }
  const onLeave = () => {
    clearTimeout(opening)
    if (document.activeElement !== passing?.word) close()
  }

  document.addEventListener('pointerover', onPointerOver)
  document.addEventListener('focusin', onFocusIn)
  document.addEventListener('focusout', onFocusOut)
  document.addEventListener('click', onClick, true)
  document.documentElement.addEventListener('pointerleave', onLeave)
  return () => {
    clearTimeout(opening)
    clearTimeout(closing)
    document.removeEventListener('pointerover', onPointerOver)
    document.removeEventListener('focusin', onFocusIn)
    document.removeEventListener('focusout', onFocusOut)
    document.removeEventListener('click', onClick, true)
    document.documentElement.removeEventListener('pointerleave', onLeave)
  }
}
