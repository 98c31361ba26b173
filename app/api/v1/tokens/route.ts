import { methods } from '../methods'
import { makeToken, readTokens } from './token-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readTokens, POST: makeToken })
