import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, shortId } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { safeName } from "../render/safe-text.ts";
import { defineCli, type RenderContext, type Typed } from "../shared/cli-command.ts";
import { CONFLICTS, REJECTED } from "../shared/failure.ts";
import { skippedLine, snapshotExitCode, strictOption } from "../shared/left-out.ts";
import { overrideOption } from "../shared/override-option.ts";
import { rereadOption } from "../shared/reread-option.ts";
import { conflictLines } from "./merge.ts";
import { mountArgument as mount } from "./mount.ts";
import { renderPush } from "./push.ts";

/** `strata mount snapshot` */
export const mountSnapshotCli = defineCli({
  command: "mount.snapshot",
  words: "mount snapshot",
  arguments: [mount],
  options: [],
  render: ({ ca_id }) => [`${ca_id} (no label was moved)`],
});

/** `strata mount push --dry-run` */
const mountPushPreviewCli = defineCli({
  command: "mount.push_preview",
  words: "mount push",
  arguments: [mount],
  options: [],
  long: true,
  input: ({ dry_run: _, message: __, ...typed }) => typed,
  exitCode: ({ status }) => (status === "rejected" ? REJECTED : 0),
  *render(preview, { typed }) {
    const { label, status } = preview;
    if (status !== "rejected") {
      const points = status === "advanced" ? "would point at" : "points already at";
      yield `${label} ${points} ${shortId(preview.ca_id)}`;
      return;
    }
    const { current, conflicts, files, merged } = preview;
    yield current === null
      ? `would be rejected: there is no label ${label}, or it is deleted`
      : `would be rejected: ${label} points at ${shortId(current)}${isOwn(typed) ? " by now" : ""}`;
    if (conflicts === null) return;
    yield* conflictLines(files);
    const more = conflicts - files.length;
    if (more > 0) yield `and ${counted(more, "other file", "other files")} in conflict`;
    const name = typed?.mount ?? label;
    const alone = merged === null || merged === 0 ? "" : `, ${counted(merged, "file")} would be merged`;
    yield conflicts === 0
      ? `it would merge cleanly${alone}: strata mount rebase ${name}; then push again`
      : `${counted(conflicts, "file")} would be in conflict${alone}. Decide them: strata merge start --mount ${name}`;
  },
});

/** `strata mount push` */
export const mountPushCli = defineCli({
  command: "mount.push",
  words: "mount push",
  dryRun: mountPushPreviewCli,
  arguments: [mount],
  options: [
    { flags: "-l, --label <name>", about: "another label, which is made" },
    {
      flags: "--expected <id>",
      about: "what the label has to hold, in place of what the working copy is on",
    },
    { flags: "--force", about: "move the label whatever it holds" },
    { flags: "--detach", about: "make a snapshot only" },
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    overrideOption,
    { flags: "--dry-run", about: "only say what it would come to, and which files would be in conflict" },
  ],
  exitCode: ({ status }) => (status === "rejected" ? REJECTED : 0),
  render: (push, context) =>
    push.status === "rejected" ? [rejected(push, context)] : renderPush(push, context),
});

/** Returns whether the mount's own label was meant, as it was when it was opened: only that can be brought in. */
const isOwn = (typed: Typed | undefined) => typed?.label === undefined && typed?.expected === undefined;

type Rejected = Extract<CommandOutput<"mount.push">, { status: "rejected" }>;

function rejected({ label, current, conflicts }: Rejected, { typed }: RenderContext): string {
  if (current === null)
    return `Rejected: there is no label ${label}, or it is deleted. Restore it, or use --force to make it anew.`;
  const points = `Rejected: ${label} points at ${shortId(current)}`;
  // A rebase can bring in only changes of the mount's own label.
  const clash =
    conflicts === null
      ? ""
      : conflicts === 0
        ? " No file would be in conflict."
        : ` ${counted(conflicts, "file")} would be in conflict.`;
  return isOwn(typed)
    ? `${points} by now.${clash} Bring that in: strata mount rebase ${typed?.mount ?? label}; then push again. --force replaces it instead.`
    : `${points}. Use --force to replace that.`;
}

/** `strata mount rebase` */
export const mountRebaseCli = defineCli({
  command: "mount.rebase",
  words: "mount rebase",
  arguments: [mount],
  options: [
    {
      flags: "--prefer <side>",
      about: "which side decides conflicts; ours is the working copy",
      choices: ["ours", "theirs"],
    },
  ],
  long: true,
  exitCode: ({ status }) => (status === "conflict" ? CONFLICTS : 0),
  *render(rebase) {
    if (rebase.status === "conflict") {
      yield* conflictLines(rebase.conflicts);
      yield `${counted(rebase.conflicts.length, "conflict")}; the working copy is as it was. Decide them in merge ${rebase.merge}: strata merge show --merge ${rebase.merge}`;
      return;
    }
    for (const each of rebase.auto_merged) yield `merged         ${safeName(each)}`;
    yield rebase.status === "current"
      ? `the label has not moved: it is on ${shortId(rebase.base)}`
      : `it is on ${shortId(rebase.base)} now, and can be pushed`;
  },
});

/** `strata capture` */
export const captureCli = defineCli({
  command: "capture",
  words: "capture",
  arguments: [{ syntax: "[paths...]", about: "files and folders; else the label's folder", as: "path" }],
  options: [
    { flags: "-l, --label <name>", about: "whose rules say what is left out" },
    rereadOption,
    strictOption,
  ],
  long: true,
  exitCode: snapshotExitCode,
  input: ({ paths, strict: _, ...typed }) => ({
    ...typed,
    ...(Array.isArray(paths) && paths.length > 0 && { paths }),
  }),
  *render({ ca_id, skipped, warnings }) {
    yield* remarks("Skipped", skipped);
    yield* remarks("Warnings", warnings);
    yield* skippedLine({ skipped });
    yield `${ca_id} (no label was moved)`;
  },
});
