import { methods } from '../../methods'
import { patchBudget, readBudget, removeBudget } from '../budget-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readBudget,
  PATCH: patchBudget,
  DELETE: removeBudget,
})
