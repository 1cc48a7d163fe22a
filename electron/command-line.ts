import type { App } from "electron";
import { runCommandLine } from "../core/index.ts";

/** Runs a command and ends the program with its exit code. */
export async function runTyped(app: App, argv: readonly string[]): Promise<void> {
  const { env, stdout, stderr } = process;
  const stdin = () => process.stdin;
  const code = await runCommandLine({ argv, cwd: process.cwd(), env, stdin, stdout, stderr });
  app.exit(code);
}
