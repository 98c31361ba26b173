import { methods } from '../../methods'
import { changePerson, readPerson } from '../people-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readPerson,
  PATCH: changePerson,
})
