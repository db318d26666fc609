export const DIFFERS = 'judge/disagrees'
export const SILENT = 'judge/silent'

type Explanation = { readonly summary: string; readonly hint: string }

/** What is demanded of a second judge. */
export const judgeRules: Readonly<Record<string, Explanation>> = {
  [DIFFERS]: {
    summary: 'strata and the judge that --second-judge names say the same by the same schema.',
    hint: 'one of the two is wrong: report it, and until then write an exception that says who is right',
  },
  [SILENT]: {
    summary: 'The judge that --second-judge names can judge every object that has a schema.',
    hint: 'only strata has judged this object: correct what the message names',
  },
}
