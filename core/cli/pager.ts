import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Output, ReaderGone } from "./output.ts";
import { linePieces } from "./render/json.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The exit code of a shell for a program that is not there. */
const NOT_FOUND = 127;

/**
 * Shows lines by the pager that `PAGER` names, or by less, which leaves short text alone. Returns false, and has shown nothing, where there
 * is none, or where people want none: `PAGER` is empty or `cat`.
 */
export async function page(lines: Iterable<string>, env: Environment): Promise<boolean> {
  const pager = await start(env);
  if (pager?.stdin == null) return false;
  // What is typed is for the pager as long as it is there: without it the terminal would be left in its hands.
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  try {
    const ended = once(pager, "close");
    try {
      await new Output(pager.stdin).writeAll(linePieces(lines));
    } catch (thrown) {
      // Whoever closes the pager has read enough.
      if (!(thrown instanceof ReaderGone)) throw thrown;
    }
    pager.stdin.end();
    const [code] = await ended;
    return code !== NOT_FOUND;
  } finally {
    process.off("SIGINT", ignore);
  }
}

async function start(env: Environment): Promise<ChildProcess | undefined> {
  const named = env.PAGER?.trim();
  if (named === "" || named === "cat") return undefined;
  const options = { env: { LESSCHARSET: "utf-8", ...env }, windowsHide: true } as const;
  if (named !== undefined)
    return spawn(named, { ...options, shell: true, stdio: ["pipe", "inherit", "inherit"] });
  const less = spawn("less", ["-FRX"], { ...options, stdio: ["pipe", "inherit", "inherit"] });
  try {
    await once(less, "spawn");
    return less;
  } catch {
    return undefined;
  }
}
