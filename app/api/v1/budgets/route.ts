import { methods } from '../methods'
import { makeBudget, readBudgets } from './budget-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readBudgets,
  POST: makeBudget,
})
