import { methods } from '../methods'
import { makeKeyRule, readKeyRules } from './key-rule-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  GET: readKeyRules,
  POST: makeKeyRule,
})
