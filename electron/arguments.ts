import { resolve } from "node:path";

/** The app's parsed command line. */
export interface Arguments {
  /** The folder of a store, absolute. */
  readonly store: string | undefined;
  /** Files and folders to open, absolute. */
  readonly paths: readonly string[];
  readonly devtools: boolean;
}

/** The switch that has the app's program be the command line: all that follows it is what was typed. */
const COMMAND_LINE = "--command-line";

/** Returns what was typed for the command line; undefined where the window is wanted. */
export function typedIn(argv: readonly string[]): readonly string[] | undefined {
  const at = argv.indexOf(COMMAND_LINE);
  return at < 0 ? undefined : argv.slice(at + 1);
}

/**
 * Parses the arguments after the program's name. Skips Electron's switches, and the app's folder, which comes first
 * if the runtime was started with it (`electron .`). Relative paths count from `cwd`; after `--` everything is a path.
 */
export function readArguments(given: readonly string[], cwd: string, namesApp: boolean): Arguments {
  const paths: string[] = [];
  let store: string | undefined;
  let devtools = false;
  let skip = namesApp;
  for (let at = 0; at < given.length; at++) {
    const argument = given[at] ?? "";
    if (argument === "--") {
      paths.push(...given.slice(at + 1));
      break;
    }
    if (argument === "--devtools") devtools = true;
    else if (argument === "--store") store = given[++at];
    else if (argument.startsWith("--store=")) store = argument.slice("--store=".length);
    else if (argument === "-r" || argument === "--require") at++;
    else if (argument.startsWith("-")) continue;
    else if (skip) skip = false;
    else paths.push(argument);
  }
  return {
    store: store ? resolve(cwd, store) : undefined,
    paths: paths.map((path) => resolve(cwd, path)),
    devtools,
  };
}

/**
 * Returns the folder of the store to open: from the argument, the environment, the settings, or the default. The one
 * in the settings is known to exist: it was opened when it was chosen.
 */
export function chooseStore(
  { store }: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  fromSettings: string | null,
  byDefault: string,
): { folder: string; known: boolean } {
  const named = store ?? (env.STRATA_STORE ? resolve(cwd, env.STRATA_STORE) : undefined);
  if (named !== undefined) return { folder: named, known: false };
  return fromSettings === null ? { folder: byDefault, known: false } : { folder: fromSettings, known: true };
}
