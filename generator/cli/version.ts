/** The version of package.json; test/cli holds the two together, reading the file at every start would cost more. */
export const version = '0.1.0'
