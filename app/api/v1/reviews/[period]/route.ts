import { methods } from '../../methods'
import { readReview } from '../review-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readReview })
