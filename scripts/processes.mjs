import { spawn, spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Signals that come within this many ms are one request to end. */
const SAME_REQUEST = 1000;

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failure that a person can act on: printed as its one line, without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end and returns its exit code.
 * What it prints goes to stderr, since stdout belongs to the command that the set-up is for.
 */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/**
 * Runs a program on this terminal until it ends and resolves to its exit code. What would end this process ends the
 * program: gently the first time, at once when it is asked again later.
 */
export function attend(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // In a group of its own it gets each signal once, from here: Ctrl-C reaches a whole group, and npm passes it on as well.
    const detached = process.platform !== "win32";
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      detached,
      ...options,
    });
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

/** Runs npm, the one that started this process where there is one, and returns its exit code. */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args], options);
  return run("npm", args, { shell: process.platform === "win32", ...options });
}

/** Prints one line about the set-up, away from stdout. */
export function say(line) {
  process.stderr.write(`strata: ${line}\n`);
}

/** Tells whether the module at `url` is the program that Node was started with. */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Runs a script's main function and exits with the code it returns; a SetupError becomes its line and code 1. */
export async function program(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
