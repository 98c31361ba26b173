import { methods } from '../../methods'
import { patchPlan, readPlan, removePlan } from '../plan-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readPlan,
  PATCH: patchPlan,
  DELETE: removePlan,
})
