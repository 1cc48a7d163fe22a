import { resolve } from "node:path";
import { TAKES } from "../../api/merge-takes.ts";
import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { remarks } from "../render/remarks.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { type CliArgument, type CliOption, defineCli, type Typed } from "../shared/cli-command.ts";
import { mergeOption, nextStep, sidesOf } from "./merges.ts";

const path: CliArgument = { syntax: "<path>", about: "a path in the merge" };
const hunkOption: CliOption = {
  flags: "--hunk <number>",
  about: "one hunk of a text; strata merge show <path> numbers them",
  as: "number",
};

type Item = CommandOutput<"merge.show">["files"][number];
type Hunk = NonNullable<CommandOutput<"merge.show">["hunks"]>[number];

/** `strata merge show` */
export const mergeShowCli = defineCli({
  command: "merge.show",
  words: "merge show",
  paged: true,
  rows: "files",
  arguments: [{ syntax: "[path]", about: "one file, with its hunks" }],
  options: [
    mergeOption,
    { flags: "--match <pattern>", about: "only files whose paths match" },
    { flags: "--state <state>", about: "only files in this state", choices: ["auto", "open", "resolved"] },
    { flags: "--kind <kind>", about: "only conflicts of this kind, as text or modify/delete" },
    { flags: "--offset <number>", about: "leave out so many files", as: "number" },
    { flags: "--limit <number>", about: "show at most so many files", as: "number" },
  ],
  *render(merge, { typed }) {
    const { id, files, total, totals, hunks = [] } = merge;
    if (typed?.path === undefined) yield `merge ${id}: ${sidesOf(merge)}`;
    yield* columns(
      files.map((file) => [standing(file), file.kind, `${safeName(file.path)}${reasonOf(file)}`]),
    );
    for (const hunk of hunks) yield* hunkLines(hunk);
    if (files.length < total)
      yield `${counted(total - files.length, "more file", "more files")}: see --offset`;
    yield nextStep(totals, merge);
  },
});

function standing({ state, take, kind, counts }: Item): string {
  if (state === "auto") return "merged";
  if (state === "resolved") return take;
  if (counts === null || counts.resolved === 0) return "open";
  return `open (${counts.conflicts - counts.resolved} of ${counted(counts.conflicts, kind === "sqlite" ? "row" : "hunk")})`;
}

function reasonOf({ reason }: Item): string {
  return reason === undefined ? "" : `: ${safeText(reason)}`;
}

function* hunkLines({ hunk, line, decision, suggestion, ...sides }: Hunk): Generator<string> {
  const hint = decision === "open" && suggestion !== undefined ? `, suggested: ${suggestion}` : "";
  yield `hunk ${hunk}, line ${line}: ${decision}${hint}`;
  for (const [sign, text] of [
    ["<", sides.ours],
    ["|", sides.base],
    [">", sides.theirs],
  ] as const) {
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (const each of lines) yield `  ${sign} ${safeText(each)}`;
  }
}

/** `strata merge file` */
export const mergeFileCli = defineCli({
  command: "merge.file",
  words: "merge file",
  arguments: [path],
  options: [mergeOption],
  *render(file) {
    yield `${safeName(file.path)}: ${file.kind}, ${file.state === "open" ? "open" : file.decision.take}`;
    for (const side of ["base", "ours", "theirs"] as const) {
      const version = file[side];
      if (version === null) continue;
      const mode = version.mode.toString(8).padStart(3, "0");
      yield `${side.padEnd(6)}  ${safeName(version.path)} (${counted(version.size, "byte")}, ${mode})`;
    }
    if (file.reason !== undefined) yield safeText(file.reason);
  },
});

/** `strata merge resolve` */
export const mergeResolveCli = defineCli({
  command: "merge.resolve",
  words: "merge resolve",
  arguments: [{ syntax: "[path]", about: "the file to decide" }],
  options: [
    {
      flags: "-t, --take <what...>",
      about: `what to take: ${TAKES.filter((take) => take !== "content").join(", ")}, or: file <name on disk>`,
      required: true,
    },
    hunkOption,
    {
      flags: "--table <table>",
      about: "of a database: the rows in conflict of a table, in place of the file",
    },
    { flags: "--key <values>", about: "with --table: one row; strata merge rows lists the keys" },
    { flags: "--match <pattern>", about: "all open files whose paths match, in place of one" },
    {
      flags: "--kind <kind>",
      about: "with --match: only conflicts of this kind, as binary or modify/delete",
    },
    { flags: "--all", about: "with --match: those too that are decided" },
    {
      flags: "--as <path>",
      about: "with both: the second path, to keep both files; with --match it names the side",
    },
    {
      flags: "--at <path>",
      about: "where both sides moved the file: the one of its paths to put the merged text at; else ours",
    },
    {
      flags: "--permissions <side>",
      about: "whose permissions to take, where they are in conflict too",
      choices: ["base", "ours", "theirs"],
    },
    { flags: "--dry-run", about: "only say what would be decided" },
    mergeOption,
  ],
  input: resolveInput,
  *render({ files, skipped, totals }, { typed }) {
    const would = typed?.dry_run === true ? "would be " : "";
    for (const { path, before, after, regions } of files) {
      const what = regions === undefined ? after.take : counted(regions.length, "hunk");
      const was = before.take === "undecided" ? "" : ` (was ${before.take})`;
      yield `${safeName(path)}: ${would}${what}${was}`;
    }
    yield* remarks("Not decided", skipped);
    yield nextStep(totals, { label: "" });
  },
});

/** Makes the input of what was typed: `--take file F` is the content of a file on disk. */
function resolveInput({ take, path, ...typed }: Typed, cwd: string): Typed {
  const [what, ...rest] = Array.isArray(take) ? take.map(String) : [];
  const name = what === "file" ? rest.shift() : undefined;
  if (what === "file" && name === undefined) throw badTake("No file is named.");
  // An option of several words takes a path that follows it.
  const target = path ?? rest.shift();
  if (rest.length > 0) throw badTake(`There is too much behind --take: ${rest.join(" ")}.`);
  return {
    ...typed,
    take: what === "file" ? "content" : what,
    ...(name !== undefined && { from: resolve(cwd, name) }),
    ...(target !== undefined && { path: target }),
  };
}

function badTake(message: string): StrataError {
  return new StrataError("BadInput", message, {
    hint: "As in: strata merge resolve <path> --take ours, or: --take file <name on disk>.",
    data: { field: "take" },
  });
}

/** `strata merge step` */
export const mergeStepCli = defineCli({
  command: "merge.step",
  words: "merge step",
  arguments: [path],
  options: [
    { flags: "--regions <json>", about: "the regions to put, as merge file --json has them", required: true },
    { flags: "--cut <json>", about: "how the text is cut before the first step" },
    mergeOption,
  ],
  input: ({ regions, cut, ...typed }) => ({
    ...typed,
    regions: fromJson("regions", regions),
    ...(cut !== undefined && { cut: fromJson("cut", cut) }),
  }),
  render: (stepped, { typed }) => [steppedLine(stepped, typed)],
});

/** `strata merge decide` */
export const mergeDecideCli = defineCli({
  command: "merge.decide",
  words: "merge decide",
  arguments: [],
  options: [
    { flags: "--decisions <json>", about: "a list of paths with their decisions", required: true },
    { flags: "--steps <json>", about: "a list of paths with regions of their texts, which are taken first" },
    mergeOption,
  ],
  input: ({ decisions, steps, ...typed }) => ({
    ...typed,
    decisions: fromJson("decisions", decisions),
    ...(steps !== undefined && { steps: fromJson("steps", steps) }),
  }),
  render: ({ before }) => before.map(({ path, decision }) => `${safeName(path)}: was ${decision.take}`),
});

/** `strata merge reopen` */
export const mergeReopenCli = defineCli({
  command: "merge.reopen",
  words: "merge reopen",
  arguments: [path],
  options: [hunkOption, mergeOption],
  render: (stepped, { typed }) => [steppedLine(stepped, typed)],
});

function steppedLine({ state, counts }: CommandOutput<"merge.step">, typed: Typed | undefined): string {
  const hunks = counts === null ? "" : `, ${counts.resolved} of ${counted(counts.conflicts, "hunk")} decided`;
  return `${safeName(String(typed?.path))}: ${state === "auto" ? "merged" : state}${hunks}`;
}

/** Parses what was typed for a field as JSON. Throws `BadInput`. */
export function fromJson(field: string, text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new StrataError("BadInput", `--${field} is not JSON.`, {
      hint: "Write it as the answer of the same command with --json has it.",
      data: { field },
    });
  }
}
