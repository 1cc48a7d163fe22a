import { defineCli } from "../shared/cli-command.ts";

/** `strata cat` */
export const catCli = defineCli({
  command: "cat",
  words: "cat",
  arguments: [{ syntax: "<ref>", about: "a snapshot and, behind a colon, the path of a file in it" }],
  options: [],
  streams: true,
  render: () => [],
});
