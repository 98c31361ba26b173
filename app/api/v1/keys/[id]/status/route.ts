import { methods } from '../../../methods'
import { changeKeyStatus } from '../../key-status-operation'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: changeKeyStatus })
