import { methods } from '../../methods'
import { readSyncRuns } from '../sync-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readSyncRuns })
