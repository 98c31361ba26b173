import { readHealth } from '../../health/health-operation'
import { methods } from '../methods'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readHealth })
