import { methods } from '../methods'
import { readConnections } from './connection-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readConnections })
