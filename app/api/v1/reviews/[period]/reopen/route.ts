import { methods } from '../../../methods'
import { reopen } from '../../review-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: reopen })
