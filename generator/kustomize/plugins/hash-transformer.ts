import { addHashes } from '../finish/add-hashes.ts'
import { transformer } from './plugin.ts'

/** HashTransformer: hashes now, beside those that come at the end of every build. */
export const hashTransformer = transformer({}, () => (entries) => addHashes(entries))
