import type { Actor, Role } from '@/lib/domain/viewer'
import { mintViewer } from './mint-viewer'

/** Jobs and the command line: whoever can run them owns the machine, hence the owner's role unless told otherwise. */
export function systemActor(name: string, role: Role = 'owner'): Actor {
  return mintViewer({ kind: 'system', id: null, name, role })
}
