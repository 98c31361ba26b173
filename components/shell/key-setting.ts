const STORED = 'single-keys'

/** Single keys can be switched off, in this browser, for those who dictate or press keys by mistake (WCAG 2.1.4). */
export function usesKeys(): boolean {
  try {
    return window.localStorage.getItem(STORED) !== 'off'
  } catch {
    return true // storage is closed to us: nothing was ever switched off
  }
}

export function keepUsesKeys(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(STORED)
    else window.localStorage.setItem(STORED, 'off')
  } catch {
    // Storage is closed to us: the keys stay on, and the box says so.
  }
}

const OWN_KEYS =
  'input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=dialog], [role=alertdialog]'

/** Whether what has the focus takes keys itself: a field, or something before the page. */
export function isOwnKey(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OWN_KEYS) !== null
}
