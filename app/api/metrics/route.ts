import { methods } from '../v1/methods'
import { readMetrics } from './metrics-operation'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readMetrics })
