import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { isoMinute } from "../render/times.ts";
import { defineCli } from "../shared/cli-command.ts";

/** The stored bytes from which something is worth a line. */
const MENTIONED = 64 * 1024;
/** How many moves and folders of a label are named. */
const NAMED = 5;

type Space = CommandOutput<"space">;

/** `strata space` */
export const spaceCli = defineCli({
  command: "space",
  words: "space",
  arguments: [{ syntax: "[label]", about: "only this label, with its largest moves and folders" }],
  options: [],
  long: true,
  input: (typed) => ({ ...typed, limit: 1_000_000 }),
  render: renderSpace,
});

/** Tells what takes the space, label by label, and what a collection would free. */
export function renderSpace(space: Space): string[] {
  const { labels, moves = [], folders = [] } = space;
  const isOne = space.moves !== undefined;
  return [
    ...(labels.length === 0
      ? []
      : columns([["", "only here", "shared", "moves", "files"], ...labels.map(labelRow)], [1, 2, 3, 4])),
    ...(isOne ? [...moveLines(moves), ...folderLines(folders)] : totalLines(space)),
    space.reclaimable > 0
      ? `\`strata gc\` would free ${size(space.reclaimable)}`
      : "`strata gc` would free nothing now",
  ];
}

function labelRow({
  label,
  deleted,
  only_here,
  shared,
  moves,
  size: files,
}: Space["labels"][number]): string[] {
  const name = `${safeName(label)}${deleted ? " (deleted)" : ""}`;
  return [name, size(only_here), size(shared), moves.toLocaleString("en"), size(files)];
}

function totalLines({ bytes, shared, others, stored, raw, snapshots }: Space): string[] {
  return [
    `In use: ${size(bytes)}, of which several need ${size(shared)}${others >= MENTIONED ? `, and only working copies and merges ${size(others)}` : ""}`,
    ...(stored > 0 && raw > 0
      ? [
          `Stored at ${percent(stored, raw)} of its size; ${size(snapshots)} of snapshots are ${size(raw)} of different contents`,
        ]
      : []),
  ];
}

function moveLines(moves: NonNullable<Space["moves"]>): string[] {
  return moves
    .filter(({ only_here }) => only_here >= MENTIONED)
    .slice(0, NAMED)
    .map(
      ({ at, only_here, kept }) =>
        `The move of ${isoMinute(at)} alone holds ${size(only_here)}${kept ? "" : ", which its retention lets go"}`,
    );
}

function folderLines(folders: NonNullable<Space["folders"]>): string[] {
  const rows = folders
    .filter(({ stored }) => stored >= MENTIONED)
    .slice(0, NAMED)
    .map(({ path, type, files, stored, only_here }) => [
      `${safeText(path)}${type === "directory" ? "/" : ""}`,
      size(only_here),
      size(stored),
      counted(files, "file"),
    ]);
  return rows.length === 0 ? [] : columns([["", "only here", "in all", "files"], ...rows], [1, 2, 3]);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
