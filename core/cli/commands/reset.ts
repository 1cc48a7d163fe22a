import { defineCli } from "../cli-command.ts";
import { shortId } from "../render/amounts.ts";

/** `strata reset` */
export const resetCli = defineCli({
  command: "reset",
  words: "reset",
  arguments: [
    { syntax: "<label>", about: "the label" },
    { syntax: "<ref>", about: "a snapshot that it held before, as label@{1}" },
  ],
  options: [{ flags: "-m, --message <text>", about: "what to write into the label's history" }],
  render: ({ label, ca_id, moved }) => [
    moved ? `${label} is back at ${shortId(ca_id)}` : `${label} is at ${shortId(ca_id)} already`,
  ],
});
