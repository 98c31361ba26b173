import { methods } from '../methods'
import { readClaudeCode } from './claude-code-operation'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readClaudeCode })
