import { methods } from '../methods'
import { addPrice, readPrices } from './price-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readPrices, POST: addPrice })
