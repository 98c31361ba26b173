import { methods } from '../../../methods'
import { readSyncRun } from '../../sync-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readSyncRun })
