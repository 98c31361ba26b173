import { methods } from '../methods'
import { readReviews } from './review-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readReviews })
