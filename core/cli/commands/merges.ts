import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, shortId } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { ago } from "../render/times.ts";
import { type CliOption, defineCli } from "../shared/cli-command.ts";
import { CONFLICTS, REJECTED } from "../shared/failure.ts";
import { overrideOption } from "../shared/override-option.ts";

type Info = CommandOutput<"merge.list">["merges"][number];

/** Which merge is meant. */
export const mergeOption: CliOption = {
  flags: "--merge <number>",
  about: "which merge; not needed when one is open",
  as: "number",
};

/** `strata merge start` */
export const mergeStartCli = defineCli({
  command: "merge.start",
  words: "merge start",
  arguments: [
    { syntax: "[ours]", about: "a label, or another snapshot" },
    { syntax: "[theirs]", about: "the label or snapshot to merge with it" },
  ],
  options: [
    { flags: "--mount <name>", about: "merge a working copy with its label, in place of two snapshots" },
    { flags: "-l, --label <name>", about: "the label to move: that of a side, or a new one; else ours" },
    { flags: "--base <ref>", about: "what both came from, in place of what their histories say" },
    { flags: "--no-renames", about: "look for no renamed files" },
  ],
  long: true,
  input: ({ renames, ...typed }) => ({ ...typed, ...(renames === false && { renames }) }),
  exitCode: ({ files }) => (files.open > 0 ? CONFLICTS : 0),
  *render(merge) {
    yield `${merge.resumed ? "merge" : "started merge"} ${merge.id}: ${sidesOf(merge)}`;
    if (merge.files.auto > 0)
      yield `${counted(merge.files.auto, "file was", "files were")} merged without a conflict`;
    yield nextStep(merge.files, merge);
  },
});

/** `strata merge list` */
export const mergeListCli = defineCli({
  command: "merge.list",
  words: "merge list",
  paged: true,
  rows: "merges",
  arguments: [],
  options: [
    { flags: "--ended", about: "list those too that were completed or abandoned in the last 30 days" },
    { flags: "-l, --label <name>", about: "only those that move this label" },
  ],
  *render({ merges, damaged }, { now }) {
    if (merges.length + damaged.length === 0) yield "No merge is open.";
    yield* columns(
      merges.map((merge) => [
        String(merge.id),
        sidesOf(merge),
        standing(merge),
        `changed ${ago(merge.changed, now)}`,
      ]),
    );
    for (const { id, problem } of damaged)
      yield `${safeText(problem)} To give it up: strata merge abandon --merge ${id}`;
  },
});

/** `strata merge preview` */
export const mergePreviewCli = defineCli({
  command: "merge.preview",
  words: "merge preview",
  arguments: [],
  options: [mergeOption],
  long: true,
  *render({ result, open, new_lines: added }) {
    for (const { path, start, text, how, in_base } of added) {
      const [first = ""] = text.split("\n");
      const note = in_base ? "in the base only" : how;
      yield `${safeName(path)}:${start + 1}: ${safeText(first)} (${note})`;
    }
    const left =
      open.length === 0 ? "all is decided" : `${counted(open.length, "file")} open, as in the base`;
    yield `${result} (${left}; no label was moved)`;
  },
});

/** `strata merge complete` */
export const mergeCompleteCli = defineCli({
  command: "merge.complete",
  words: "merge complete",
  arguments: [],
  options: [
    mergeOption,
    { flags: "-l, --label <name>", about: "a label to make for the result" },
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    overrideOption,
  ],
  long: true,
  exitCode: ({ status }) => (status === "updated" ? REJECTED : 0),
  *render(done) {
    if (done.status === "completed") {
      yield `${done.label} points at ${shortId(done.ca_id)}`;
      return;
    }
    for (const path of done.reopened) yield `open again     ${safeName(path)}`;
    for (const path of done.settled) yield `merged         ${safeName(path)}`;
    const kept = counted(done.kept, "decision was", "decisions were");
    yield `The label moved meanwhile, so it was merged anew; ${kept} kept. Look at it, then complete it: strata merge show`;
  },
});

/** `strata merge abandon` */
export const mergeAbandonCli = defineCli({
  command: "merge.abandon",
  words: "merge abandon",
  arguments: [],
  options: [mergeOption],
  render: ({ id }) => [`merge ${id} is abandoned. To go on with it: strata merge restore ${id}`],
});

/** `strata merge restore` */
export const mergeRestoreCli = defineCli({
  command: "merge.restore",
  words: "merge restore",
  arguments: [{ syntax: "<merge>", about: "its number; see strata merge list --ended", as: "number" }],
  options: [],
  *render(merge) {
    yield `merge ${merge.id}: ${sidesOf(merge)}`;
    yield nextStep(merge.files, merge);
  },
});

/** Says what is merged: `theirs into ours`, and the label that moves if that is another. */
export function sidesOf({
  ours,
  theirs,
  label,
  mount,
}: Pick<Info, "ours" | "theirs" | "label" | "mount">): string {
  const sides = `${safeName(theirs.name)} into ${safeName(ours.name)}`;
  const target = label === null ? ", of no label yet" : label === ours.name ? "" : `, for ${label}`;
  return mount === null
    ? `${sides}${target}`
    : `${safeName(theirs.name)} into the working copy ${safeName(mount)}`;
}

/** Says how many files are open, and what to do next. */
export function nextStep({ open, resolved }: Info["files"], { label }: Pick<Info, "label">): string {
  const all = open + resolved;
  if (open > 0) return `${open.toLocaleString("en")} of ${counted(all, "file")} open: strata merge show`;
  const complete = `strata merge complete${label === null ? " --label <name>" : ""}`;
  return all === 0
    ? `no file is in conflict: ${complete}`
    : `${all === 1 ? "the file is" : `all ${all.toLocaleString("en")} files are`} decided: ${complete}`;
}

function standing({ files, outcome, moved }: Info): string {
  if (outcome !== null) return outcome;
  const open =
    files.open === 0
      ? "nothing open"
      : `${files.open.toLocaleString("en")} of ${counted(files.open + files.resolved, "file")} open`;
  return moved ? `${open}, its label has moved` : open;
}
