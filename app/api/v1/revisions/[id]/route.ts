import { methods } from '../../methods'
import { readRevision } from '../revision-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readRevision })
