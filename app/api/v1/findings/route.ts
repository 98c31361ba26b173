import { methods } from '../methods'
import { readFindings } from './finding-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readFindings })
