import { methods } from '../../methods'
import { deleteToken } from '../token-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ DELETE: deleteToken })
