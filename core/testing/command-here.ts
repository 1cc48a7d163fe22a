import { Readable, Writable } from "node:stream";
import { run } from "../cli/run.ts";

/** The result of running the command line in this process. `all` is the output of both streams in order. */
export interface RunHere {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly all: string;
}

/**
 * Runs the command line in this process with empty input. `terminal` makes its output a terminal; `reads` closes the
 * output after this many bytes.
 */
export async function runHere(
  argv: readonly string[],
  {
    cwd,
    env = {},
    terminal = false,
    reads = Infinity,
  }: { cwd: string; env?: Record<string, string>; terminal?: boolean; reads?: number },
): Promise<RunHere> {
  const [out, err, all]: [Buffer[], Buffer[], Buffer[]] = [[], [], []];
  let length = 0;
  const into = (pieces: Buffer[], limit: number) =>
    new Writable({
      write(piece: Buffer, _, done) {
        length += piece.length;
        if (pieces === out && length > limit)
          return done(Object.assign(new Error("gone"), { code: "EPIPE" }));
        pieces.push(piece);
        all.push(piece);
        done();
      },
    });
  const stdout = Object.assign(into(out, reads), { isTTY: terminal });
  const stdin = () => Readable.from([]);
  const code = await run({ argv, cwd, env, stdin, stdout, stderr: into(err, Infinity) });
  return {
    code,
    stdout: Buffer.concat(out),
    stderr: Buffer.concat(err).toString(),
    all: Buffer.concat(all).toString(),
  };
}
