import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { closedNotices, packProblems } from "../api/opening-notices.ts";
import { invoke, invokeStream } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { scrubFindings } from "../api/scrub-schemas.ts";
import { StoreHandle } from "../api/store-handle.ts";
import { defaultStoreFolder } from "../api/store-location.ts";
import { asStrataError, StrataError } from "../errors.ts";
import type { Repository } from "../repository/repository.ts";
import { followMoves } from "../store/arriving.ts";
import { cliCommands, cliServices } from "./commands.ts";
import { Interrupts } from "./interrupts.ts";
import { Output, ReaderGone } from "./output.ts";
import { formOf, type Parsed, parseCommandLine } from "./parse.ts";
import { type Form, Printer, type Stream } from "./printer.ts";
import { type GlobalOptions, SEE_HELP } from "./program.ts";
import { type LineTerminal, ProgressLine } from "./progress-line.ts";
import { jsonPieces } from "./render/json.ts";
import { safeText } from "./render/safe-text.ts";
import type { CliCommand } from "./shared/cli-command.ts";
import { exitCodeOf, failureLines, failureStyle } from "./shared/failure.ts";

/** The process around a command line: arguments, folder, environment, streams. */
export interface Surroundings {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns standard input. Call it only when needed, as opening it keeps the process from ending. */
  readonly stdin: () => Readable & { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream & LineTerminal;
}

/** Runs a command line and returns the exit code, after all output is written and closed. */
export async function run(surroundings: Surroundings): Promise<number> {
  const { argv, stdout, stderr } = surroundings;
  const out = new Output(stdout);
  const err = new Output(stderr);
  const form = formOf(argv);
  try {
    const parsed = parseCommandLine([...cliCommands, ...cliServices], argv, surroundings.cwd);
    if (parsed.kind === "command") return await runCommand(parsed, surroundings, out, err);
    if (parsed.kind === "service") return await runService(parsed, surroundings, out, err);
    if (form !== "text" && !parsed.asked)
      throw new StrataError("BadInput", "No command was given.", { hint: SEE_HELP });
    if (form !== "text") await out.writeAll(jsonPieces({ text: parsed.text }));
    else await (parsed.asked ? out : err).write(parsed.text);
    return parsed.asked ? 0 : 2;
  } catch (thrown) {
    if (thrown instanceof ReaderGone) return 0;
    const error = asStrataError(thrown, "answering");
    try {
      if (form !== "text") await out.writeAll(jsonPieces({ error }));
      else
        await printerOf("text", err, stderr, surroundings).print(error, () => failureLines(error), {
          styleOf: failureStyle,
        });
    } catch {
      // Nobody reads the error message; the exit code reports it.
    }
    return exitCodeOf(error);
  }
}

type ParsedCommand = Extract<Parsed, { kind: "command" }>;

async function runCommand(
  { cli, input, typed, globals }: ParsedCommand,
  surroundings: Surroundings,
  out: Output,
  err: Output,
): Promise<number> {
  const options = {
    surface: "cli",
    lockWait: lockWaitOf(globals),
  } as const;
  const notices: string[] = [];
  const store = new StoreHandle(storeFolder(globals, surroundings), options, (repository) => {
    notices.push(...openingNotices(repository));
  });
  // Only for commands that can stop in order: others end at once, by default.
  const interrupts = cli.long ? new Interrupts() : undefined;
  const line = new ProgressLine(surroundings.stderr);
  const context = {
    store,
    signal: interrupts?.signal,
    onProgress: line.show,
    piped: pipedInto(cli, surroundings),
    sink: surroundings.stdout.isTTY ? undefined : (bytes: Uint8Array) => writeWhole(out, bytes),
  };
  const form = formOf(surroundings.argv);
  const pours = cli.pours?.(input) ?? false;
  try {
    if (pours && form !== "text") throw documentInTheWay();
    if (cli.streams && form === "text") {
      const { bytes } = await invokeStream(registry, cli.command, input, context);
      await out.writeAll(bytes);
      return 0;
    }
    const output = await invoke(registry, cli.command, input, context).finally(() => line.clear());
    const seen = { now: Date.now(), typed };
    const mayPage = globals.pager !== false;
    const printer = pours
      ? printerOf(form, err, surroundings.stderr, surroundings)
      : printerOf(form, out, surroundings.stdout, surroundings, mayPage);
    await printer.print(output, () => cli.render(output, seen), cli);
    return cli.exitCode?.(output, seen) ?? 0;
  } finally {
    await store.close();
    interrupts?.stop();
    for (const notice of notices) await err.write(`${notice}\n`);
  }
}

async function runService(
  { service, typed, globals }: Extract<Parsed, { kind: "service" }>,
  surroundings: Surroundings,
  out: Output,
  err: Output,
): Promise<number> {
  const interrupts = new Interrupts();
  const printer = printerOf(formOf(surroundings.argv), out, surroundings.stdout, surroundings);
  try {
    await service.run(typed, {
      storeFolder: storeFolder(globals, surroundings),
      lockWait: lockWaitOf(globals),
      signal: interrupts.signal,
      table: [...cliCommands, ...cliServices],
      say: (document, lines) => printer.print(document, () => lines),
      warn: (line) => void err.write(`strata: ${safeText(line)}\n`).catch(() => undefined),
    });
    return 0;
  } finally {
    interrupts.stop();
  }
}

function printerOf(form: Form, out: Output, stream: Stream, { env }: Surroundings, mayPage = false): Printer {
  return new Printer(form, { out, stream, env, mayPage });
}

/** Writes output that is useless unless complete: a reader that closes early is an error. */
async function writeWhole(out: Output, bytes: Uint8Array): Promise<void> {
  try {
    await out.write(bytes);
  } catch (thrown) {
    if (!(thrown instanceof ReaderGone)) throw thrown;
    throw new StrataError("WriteFailed", "Whoever read it stopped before its end.", {
      hint: "What they got is not whole; look at what that program said.",
    });
  }
}

function documentInTheWay(): StrataError {
  return new StrataError("BadInput", "--json prints its document where the archive would go.", {
    hint: "Leave out --json, or name the archive's file with --to.",
  });
}

/** Returns standard input for commands that take it, unless it is a terminal. */
function pipedInto({ piped = false }: CliCommand, { stdin }: Surroundings) {
  return piped && !stdin().isTTY ? stdin : undefined;
}

function lockWaitOf({ lockWait }: GlobalOptions): number | undefined {
  return lockWait === undefined ? undefined : Math.round(lockWait * 1000);
}

function storeFolder({ store, fsStoreDir }: GlobalOptions, { cwd, env }: Surroundings): string {
  const named = store ?? fsStoreDir ?? env.STRATA_STORE;
  return named ? resolve(cwd, named) : followMoves(defaultStoreFolder());
}

/** Returns the findings of opening the store, one a line: lost or damaged packs, files that others could read. */
function openingNotices(opened: Repository): string[] {
  return [
    ...[...packProblems(opened), ...scrubFindings(opened)].map(
      (problem) => `strata: warning: ${safeText(problem)}; run \`strata verify\` to see what that touches.`,
    ),
    ...closedNotices(opened).map((notice) => `strata: ${notice}.`),
  ];
}
