import { methods } from '../../../methods'
import { sign } from '../../review-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: sign })
