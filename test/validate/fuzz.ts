import { compareWithAjv, kindCount } from './ajv-oracle.ts'

/**
 * `npm run fuzz:validate [MUTANTS [SEED]]`: the interpreter against ajv, 100,000 mutants unless told otherwise. Ends with
 * the counts of what was found, or with the first mutant on which the two disagree.
 */
const [mutants = 100_000, seed = 1] = process.argv.slice(2).map(Number)
const seen = compareWithAjv(Math.ceil(mutants / kindCount), seed)
for (const [rule, count] of [...seen].sort(([, a], [, b]) => b - a))
  process.stdout.write(`${String(count).padStart(8)}  ${rule}\n`)
process.stdout.write(`${mutants} mutants, seed ${seed}: the interpreter and ajv agree on all\n`)
