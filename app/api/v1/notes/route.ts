import { methods } from '../methods'
import { readNotes, writeNote } from './note-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readNotes, POST: writeNote })
