/** The variables of each display that the tests may use, as scripts/e2e.mjs says. */
export const displays: readonly NodeJS.ProcessEnv[] = JSON.parse(process.env.STRATA_DISPLAYS ?? "[{}]");
