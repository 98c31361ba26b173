import { methods } from '../v1/methods'
import { readHealth } from './health-operation'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readHealth })
