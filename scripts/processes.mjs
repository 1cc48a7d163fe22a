import { spawn, spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Signals within this many milliseconds count as one request to end. */
const SAME_REQUEST = 1000;

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failure that a person can act on. It is printed as one line, without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end and returns its exit code. Its output goes to stderr, since stdout belongs to the command
 * being set up.
 */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/**
 * Runs a program on this terminal and resolves to its exit code. Requests to end this process end the program: the first
 * one gently, a later one at once. `onStart` gets the process.
 */
export function attend(command, args, { onStart = () => undefined, ...options } = {}) {
  return new Promise((resolve, reject) => {
    // In its own process group the program gets each signal once, from here: Ctrl-C reaches a whole group, and npm passes
    // it on too.
    const detached = process.platform !== "win32";
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      detached,
      ...options,
    });
    onStart(child);
    let asked;
    const pass = (signal) => {
      if (asked === undefined) child.kill(signal);
      else if (Date.now() - asked > SAME_REQUEST) child.kill("SIGKILL");
      asked ??= Date.now();
    };
    for (const each of ENDING) process.on(each, pass);
    const settle = (settled, value) => {
      for (const each of ENDING) process.off(each, pass);
      settled(value);
    };
    child.on("error", (error) => settle(reject, error));
    child.on("exit", (code, signal) => settle(resolve, code ?? 128 + constants.signals[signal]));
  });
}

/** Runs npm, preferably the one that started this process, and returns its exit code. */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args], options);
  return run("npm", args, { shell: process.platform === "win32", ...options });
}

/** Prints one line about the set-up to stderr. */
export function say(line) {
  process.stderr.write(`strata: ${line}\n`);
}

/** Returns whether the module at `url` is the program that Node was started with. */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Runs a script's main function and exits with its result. Prints a SetupError as one line and exits with 1. */
export async function program(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
