import { methods } from '../../../methods'
import { changeKeyStatus } from '../../key-change-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: changeKeyStatus })
