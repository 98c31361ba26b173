import { methods } from '../../methods'
import { judge, readFinding } from '../finding-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readFinding, POST: judge })
