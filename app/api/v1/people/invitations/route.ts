import { methods } from '../../methods'
import { makeInvitation, readInvitations } from '../people-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readInvitations,
  POST: makeInvitation,
})
