import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, shortId } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { remarks } from "../render/remarks.ts";
import { safeName } from "../render/safe-text.ts";
import { ago } from "../render/times.ts";
import { type CliArgument, defineCli, type RenderContext } from "../shared/cli-command.ts";
import { CONFLICTS, REJECTED } from "../shared/failure.ts";
import { skippedLine, snapshotExitCode, strictOption } from "../shared/left-out.ts";
import { overrideOption } from "../shared/override-option.ts";
import { rereadOption } from "../shared/reread-option.ts";
import { conflictLines } from "./merge.ts";
import { renderPush } from "./push.ts";

const mount: CliArgument = { syntax: "<mount>", about: "the working copy's name" };
const path: CliArgument = { syntax: "<path>", about: "a path in it" };

/** `strata mount open` */
export const mountOpenCli = defineCli({
  command: "mount.open",
  words: "mount open",
  arguments: [{ syntax: "<ref>", about: "a label, or another snapshot" }],
  options: [{ flags: "--name <name>", about: "what to call it; else it is called after the label" }],
  render: ({ name, base }) => [`${name} is open, on ${shortId(base)}`],
});

/** `strata mount list` */
export const mountListCli = defineCli({
  command: "mount.list",
  words: "mount list",
  arguments: [],
  options: [{ flags: "--discarded", about: "list discarded ones too, with the numbers to restore them by" }],
  *render({ mounts }, { now }) {
    if (mounts.length === 0) yield "There is no working copy.";
    yield* columns(
      mounts.map(({ id, name, label, base, changed, discarded }) => [
        name,
        `on ${shortId(base)}`,
        label === null ? "of no label" : `of ${label}`,
        `changed ${ago(changed, now)}`,
        discarded === null ? "" : `discarded ${ago(discarded, now)}: strata mount restore ${id}`,
      ]),
    );
  },
});

/** `strata mount ls` */
export const mountLsCli = defineCli({
  command: "mount.ls",
  words: "mount ls",
  arguments: [mount, { syntax: "[path]", about: "a folder in it" }],
  options: [],
  *render({ entries, removed }) {
    const signs = { added: "+", modified: "~" };
    for (const { name, type, change } of entries)
      yield `${change === undefined ? " " : signs[change]} ${safeName(name)}${type === "directory" ? "/" : ""}`;
    for (const name of removed) yield `- ${safeName(name)}`;
  },
});

/** `strata mount read` */
export const mountReadCli = defineCli({
  command: "mount.read",
  words: "mount read",
  arguments: [mount, path],
  options: [],
  streams: true,
  render: () => [],
});

/** `strata mount write` */
export const mountWriteCli = defineCli({
  command: "mount.write",
  words: "mount write",
  arguments: [mount, path],
  options: [
    { flags: "--from <file>", about: "the file to take it from; else what is piped in", as: "path" },
    { flags: "--text <text>", about: "the text to write" },
    { flags: "--append", about: "add the text to the end of the file" },
  ],
  piped: true,
  render: ({ path, size }) => [`${safeName(path)}: ${counted(size, "byte")} written`],
});

/** `strata mount mkdir` */
export const mountMkdirCli = defineCli({
  command: "mount.mkdir",
  words: "mount mkdir",
  arguments: [mount, path],
  options: [],
  render: ({ path }) => [`${safeName(path)}/ is there`],
});

/** `strata mount rm` */
export const mountRmCli = defineCli({
  command: "mount.rm",
  words: "mount rm",
  arguments: [mount, path],
  options: [{ flags: "-r, --recursive", about: "a folder too, with everything in it" }],
  render: ({ path }) => [`${safeName(path)} is removed`],
});

/** `strata mount mv` */
export const mountMvCli = defineCli({
  command: "mount.mv",
  words: "mount mv",
  arguments: [
    mount,
    { syntax: "<from>", about: "a path in it" },
    { syntax: "<to>", about: "the path that it gets" },
  ],
  options: [],
  render: ({ from, to }) => [`${safeName(from)} is now ${safeName(to)}`],
});

/** `strata mount add` */
export const mountAddCli = defineCli({
  command: "mount.add",
  words: "mount add",
  arguments: [mount, { syntax: "<paths...>", about: "files and folders of the disk", as: "path" }],
  options: [{ flags: "--folder <path>", about: "the folder of the working copy that they are added to" }],
  long: true,
  *render({ mount, skipped, warnings }) {
    yield* remarks("Left out", skipped);
    yield* remarks("Warnings", warnings);
    yield `added to ${mount}`;
  },
});

/** `strata mount revert` */
export const mountRevertCli = defineCli({
  command: "mount.revert",
  words: "mount revert",
  arguments: [mount, { syntax: "<path>", about: 'a path in it; "" for all of it' }],
  options: [{ flags: "--to <ref>", about: "a snapshot, or a path in one, in place of what it was" }],
  render: ({ path, from }) => [`${safeName(path) || "all of it"} is as in ${shortId(from)}`],
});

/** `strata mount snapshot` */
export const mountSnapshotCli = defineCli({
  command: "mount.snapshot",
  words: "mount snapshot",
  arguments: [mount],
  options: [],
  render: ({ ca_id }) => [`${ca_id} (no label was moved)`],
});

/** `strata mount push` */
export const mountPushCli = defineCli({
  command: "mount.push",
  words: "mount push",
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
  ],
  exitCode: ({ status }) => (status === "rejected" ? REJECTED : 0),
  render: (push, context) =>
    push.status === "rejected" ? [rejected(push, context)] : renderPush(push, context),
});

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
  return typed?.label === undefined && typed?.expected === undefined
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

/** `strata mount discard` */
export const mountDiscardCli = defineCli({
  command: "mount.discard",
  words: "mount discard",
  arguments: [mount],
  options: [],
  render: ({ id, name }) => [`${name} is discarded. To bring it back: strata mount restore ${id}`],
});

/** `strata mount restore` */
export const mountRestoreCli = defineCli({
  command: "mount.restore",
  words: "mount restore",
  arguments: [{ syntax: "<id>", about: "its number; see strata mount list --discarded", as: "number" }],
  options: [],
  render: ({ name, base }) => [`${name} is open again, on ${shortId(base)}`],
});

/** `strata mount rename` */
export const mountRenameCli = defineCli({
  command: "mount.rename",
  words: "mount rename",
  arguments: [mount, { syntax: "<to>", about: "its new name" }],
  options: [],
  render: ({ name }) => [`it is now ${name}`],
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
