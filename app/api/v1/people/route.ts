import { methods } from '../methods'
import { readPeople } from './people-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readPeople })
