import { shortId } from "../render/amounts.ts";
import { defineCli } from "../shared/cli-command.ts";
import { overrideOption } from "../shared/override-option.ts";
import { unkeptMessage } from "../shared/unkept-message.ts";

/** `strata fs label` */
export const fsLabelCli = defineCli({
  command: "label.set",
  words: "fs label",
  arguments: [
    { syntax: "<label>", about: "the label, made if it is not there" },
    { syntax: "<ref>", about: "the snapshot that it is to point at" },
  ],
  options: [
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    overrideOption,
  ],
  render: ({ label, ca_id, moved }, context) => [
    `${label} points at ${shortId(ca_id)}${moved ? "" : " already"}`,
    ...(moved ? [] : unkeptMessage(context)),
  ],
});
