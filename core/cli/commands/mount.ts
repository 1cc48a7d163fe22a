import { counted, shortId } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { remarks } from "../render/remarks.ts";
import { safeName } from "../render/safe-text.ts";
import { ago } from "../render/times.ts";
import { type CliArgument, defineCli } from "../shared/cli-command.ts";

/** A working copy. */
export const mountArgument: CliArgument = { syntax: "<mount>", about: "the working copy's name" };
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
  paged: true,
  rows: "mounts",
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
  paged: true,
  rows: "entries",
  arguments: [mountArgument, { syntax: "[path]", about: "a folder in it" }],
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
  arguments: [mountArgument, path],
  options: [],
  streams: true,
  render: () => [],
});

/** `strata mount write` */
export const mountWriteCli = defineCli({
  command: "mount.write",
  words: "mount write",
  arguments: [mountArgument, path],
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
  arguments: [mountArgument, path],
  options: [],
  render: ({ path }) => [`${safeName(path)}/ is there`],
});

/** `strata mount rm` */
export const mountRmCli = defineCli({
  command: "mount.rm",
  words: "mount rm",
  arguments: [mountArgument, path],
  options: [{ flags: "-r, --recursive", about: "a folder too, with everything in it" }],
  render: ({ path }) => [`${safeName(path)} is removed`],
});

/** `strata mount mv` */
export const mountMvCli = defineCli({
  command: "mount.mv",
  words: "mount mv",
  arguments: [
    mountArgument,
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
  arguments: [mountArgument, { syntax: "<paths...>", about: "files and folders of the disk", as: "path" }],
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
  arguments: [mountArgument, { syntax: "<path>", about: 'a path in it; "" for all of it' }],
  options: [{ flags: "--to <ref>", about: "a snapshot, or a path in one, in place of what it was" }],
  render: ({ path, from }) => [`${safeName(path) || "all of it"} is as in ${shortId(from)}`],
});

/** `strata mount discard` */
export const mountDiscardCli = defineCli({
  command: "mount.discard",
  words: "mount discard",
  arguments: [mountArgument],
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
  arguments: [mountArgument, { syntax: "<to>", about: "its new name" }],
  options: [],
  render: ({ name }) => [`it is now ${name}`],
});
