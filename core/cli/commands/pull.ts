import { defineCli } from "../shared/cli-command.ts";

/** `strata fs pull` */
export const pullCli = defineCli({
  command: "pull",
  words: "fs pull",
  arguments: [{ syntax: "<label>", about: "the label" }],
  options: [],
  render: ({ ca_id }) => [ca_id],
});
