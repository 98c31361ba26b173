import { methods } from '../../methods'
import { removeKeyRule } from '../key-rule-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ DELETE: removeKeyRule })
