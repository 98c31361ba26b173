import { methods } from '../methods'
import { readKeys } from './key-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readKeys })
