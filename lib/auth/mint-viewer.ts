import type { Viewer } from '@/lib/domain/viewer'

type Identity = Pick<Viewer, 'kind' | 'id' | 'name' | 'role' | 'timeZone'>

/** The one place a viewer is made: whoever calls this has checked who is asking. */
export function mintViewer(identity: Identity): Viewer {
  return Object.freeze({ ...identity }) as Viewer
}
