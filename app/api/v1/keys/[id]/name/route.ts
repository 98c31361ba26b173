import { methods } from '../../../methods'
import { renameKey } from '../../key-change-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: renameKey })
