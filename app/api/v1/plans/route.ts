import { methods } from '../methods'
import { enterPlan, readPlans } from './plan-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readPlans, POST: enterPlan })
