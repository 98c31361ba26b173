import { methods } from '../../methods'
import { changeConnection } from '../connection-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ PATCH: changeConnection })
