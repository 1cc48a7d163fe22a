import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { builtFile } from "../built.ts";

/** The result of running the command line. */
export interface CommandResult {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line as a process, with `uid` as another user, and returns it with its result. */
export function startStrata(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; stdin?: Uint8Array; uid?: number | undefined } = {},
): {
  process: ChildProcess;
  result: Promise<CommandResult>;
} {
  const child = spawn(process.execPath, [fileURLToPath(builtFile("strata.js")), ...args], {
    cwd: options.cwd,
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.stdin);
  // It may end without reading all input.
  child.stdin.on("error", () => undefined);
  const result = new Promise<CommandResult>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, result };
}

/** Runs the built command line with `--json` and returns the printed document. */
export async function strataJson<T>(args: readonly string[]): Promise<T> {
  return documentOf(args, await startStrata([...args, "--json"]).result);
}

/** Parses what a command line printed with `--json`; throws if it failed. */
export function documentOf<T>(args: readonly string[], { code, stdout, stderr }: CommandResult): T {
  if (code !== 0) throw new Error(`strata ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
}
