import { methods } from '../methods'
import { readAudit } from './audit-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readAudit })
