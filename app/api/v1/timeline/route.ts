import { methods } from '../methods'
import { readTimeline } from './read-timeline'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readTimeline })
