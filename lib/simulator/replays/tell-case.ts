import { member, workspace } from '../stories/directory-entries'
import { createFrame, type Story, type StoryFrame } from '../stories/story'
import { tellCompany } from '../stories/tell-company'
import type { World } from '../world'

/** The clock all cases are told on: their models, prices and plans are those of that autumn. */
export const CASE_NOW = new Date('2026-11-22T10:30:00Z')

type Company = Parameters<typeof tellCompany>[1]
type Place = { frame: StoryFrame; owner: World['members'][number]; home: World['workspaces'][number] }
type Told = Pick<Company, 'apiKeys' | 'traffic'> &
  Partial<Pick<Company, 'plans' | 'coder' | 'left'>> & { workspaces?: World['workspaces'] }

/** A small organisation of one owner and the default workspace in which one case happens; 100 days of history. */
export function tellCase(name: string, company: string, tell: (place: Place) => Told): Story {
  const frame = createFrame(name, { seed: 1, now: CASE_NOW }, 100)
  const owner = member(frame, 'Robin Hale', `robin@${name}.example`, 'admin', 300)
  const home = workspace(frame, 'Default', 300)
  const { workspaces = [], plans = [], ...told } = tell({ frame, owner, home })
  return tellCompany(frame, {
    ...told,
    cover: { company, title: name, whatToSee: name },
    members: [owner],
    workspaces: [home, ...workspaces],
    plans,
  })
}
