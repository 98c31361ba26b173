import { methods } from '../../methods'
import { deletePrice } from '../price-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ DELETE: deletePrice })
