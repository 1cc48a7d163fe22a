import { shortId } from "../render/amounts.ts";
import { defineCli } from "../shared/cli-command.ts";
import { overrideOption } from "../shared/override-option.ts";
import { unkeptMessage } from "../shared/unkept-message.ts";

/** `strata reset` */
export const resetCli = defineCli({
  command: "reset",
  words: "reset",
  arguments: [
    { syntax: "<label>", about: "the label" },
    { syntax: "<ref>", about: "a snapshot that it held before, as label@{1}" },
  ],
  options: [
    { flags: "--allow-unlogged", about: "move it to a snapshot that it never held, too" },
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    overrideOption,
  ],
  render: ({ label, ca_id, moved }, context) =>
    moved
      ? [`${label} is back at ${shortId(ca_id)}`]
      : [`${label} is at ${shortId(ca_id)} already`, ...unkeptMessage(context)],
});

/** `strata fs reset` */
export const fsResetCli = defineCli({ ...resetCli, words: "fs reset" });
