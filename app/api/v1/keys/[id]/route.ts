import { methods } from '../../methods'
import { patchKey, readKey } from '../key-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readKey, PATCH: patchKey })
