/** Set by proxy.ts on each request: path and query of the page asked for. */
export const PATH_HEADER = 'x-onebill-path'

/** The sign-in page, coming back to `path` afterwards. */
export function signInAddress(path: string | null): string {
  const back = localPath(path)
  return back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`
}

/** The page of the second step, going on to `path` afterwards. */
export function codeAddress(path: string): string {
  return path === '/' ? '/sign-in/code' : `/sign-in/code?next=${encodeURIComponent(path)}`
}

/**
 * A path on this site, or `/` for everything else: a link must not lead a person who signs in elsewhere. Percent-encoded as
 * browsers send it, since it becomes a header.
 */
export function localPath(path: string | null | undefined): string {
  if (!path || !path.startsWith('/') || path.startsWith('//') || /[^!-~]|\\/.test(path)) return '/'
  return /^\/sign-in(?![^/?#])/.test(path) ? '/' : path
}
