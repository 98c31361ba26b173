import { methods } from '../methods'
import { readCatalogueEntries } from './catalogue-operation'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: readCatalogueEntries })
