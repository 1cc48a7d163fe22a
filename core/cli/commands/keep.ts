import type { CommandOutput } from "../../api/registry/invoke.ts";
import { moveText } from "../render/move-text.ts";
import { isoMinute } from "../render/times.ts";
import { type CliArgument, defineCli, type Typed } from "../shared/cli-command.ts";

const ref: CliArgument = {
  syntax: "<ref>",
  about: "the move: a label and how many moves back, as work@{2}; a label alone: its latest",
};

/** `strata keep` */
export const keepCli = defineCli({
  command: "move.keep",
  words: "keep",
  arguments: [ref],
  options: [],
  input: moveOf,
  render: (answer) => [`${nameOf(answer)} is kept for good`],
});

/** `strata release` */
export const releaseCli = defineCli({
  command: "move.release",
  words: "release",
  arguments: [ref],
  options: [],
  input: moveOf,
  render: (answer) => [`${nameOf(answer)} is kept only as the retention of ${answer.label} says`],
});

/** Parts `work@{2}` into the label and what stands in its braces. */
function moveOf({ ref: typed, ...rest }: Typed): Typed {
  const [, label, state] = /^(.+?)@\{(.*)\}$/s.exec(String(typed)) ?? [];
  return label === undefined ? { ...rest, label: typed } : { ...rest, label, state };
}

function nameOf({ label, move }: CommandOutput<"move.keep">): string {
  return `${label} of ${isoMinute(move.at)}, ${moveText(move)},`;
}
