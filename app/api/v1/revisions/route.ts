import { methods } from '../methods'
import { readRevisions } from './revision-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readRevisions })
