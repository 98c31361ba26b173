import { methods } from '../../../methods'
import { deleteInvitation } from '../../people-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ DELETE: deleteInvitation })
