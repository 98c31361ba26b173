import { methods } from '../methods'
import { startSync } from './sync-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: startSync })
