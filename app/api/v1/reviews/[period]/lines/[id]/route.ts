import { methods } from '../../../../methods'
import { sayOfLine } from '../../../review-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ POST: sayOfLine })
