import { methods } from '../../methods'
import { patchNote, removeNote } from '../note-operations'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
  PATCH: patchNote,
  DELETE: removeNote,
})
