import type { CliOption, Typed } from "./cli-command.ts";
import { overrideOption } from "./override-option.ts";

/** The options of what pushes a snapshot to a label. */
export const pushOptions: readonly CliOption[] = [
  { flags: "-l, --label <name>", about: "the label to move; without --expected it is made" },
  { flags: "--expected <id>", about: "move it only if it holds this snapshot (first digits will do)" },
  { flags: "--force", about: "move it whatever it holds" },
  { flags: "--detach", about: "move no label" },
  {
    flags: "--parent <ref>",
    about: "a snapshot that went into this one, which makes it a merge; may be repeated",
    as: "list",
  },
  { flags: "-m, --message <text>", about: "what to write into the label's history" },
  overrideOption,
];

/** Returns what was typed by the names of the input's fields. */
export function pushInput({ parent, ...typed }: Typed): Typed {
  return { ...typed, ...(parent !== undefined && { parents: parent }) };
}
