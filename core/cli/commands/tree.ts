import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { safeName } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";

type Entry = CommandOutput<"tree">["entries"][number];

/** `strata tree` */
export const treeCli = defineCli({
  command: "tree",
  words: "tree",
  paged: true,
  rows: "entries",
  arguments: [{ syntax: "<ref>", about: "a snapshot, or with :path a folder or file in it" }],
  options: [
    { flags: "-r, --recursive", about: "list everything below, not only what is directly there" },
    { flags: "--content", about: "tell where the bytes of files are: inline, or in which chunks" },
  ],
  render: renderTree,
});

/** Lists entries, one a line, each path as it may follow a reference's colon. */
export function renderTree({ entries }: CommandOutput<"tree">): string[] {
  return entryLines(entries);
}

/** Formats each entry as a line: mode, number of files below a folder, size, path. */
export function entryLines(entries: readonly Entry[]): string[] {
  const rows = entries.map((entry) => [
    modeText(entry),
    entry.files === undefined ? "" : counted(entry.files, "file"),
    entry.type === "symlink" ? "" : size(entry.size),
    contentText(entry.content),
    nameText(entry),
  ]);
  return columns(rows, [1, 2, 3]);
}

function modeText({ type, mode }: Entry): string {
  const kind = { file: "-", symlink: "l", directory: "d" }[type];
  const bits = [..."rwxrwxrwx"].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : "-"));
  return kind + bits.join("");
}

function contentText(content: Entry["content"]): string {
  if (content === undefined) return "";
  return "inline" in content ? "inline" : counted(content.chunks.length, "chunk");
}

function nameText({ type, path, target }: Entry): string {
  if (type === "directory") return safeName(`${path}/`);
  return target === undefined ? safeName(path) : `${safeName(path)} -> ${safeName(target)}`;
}
