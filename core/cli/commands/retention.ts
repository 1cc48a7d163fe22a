import type { CommandOutput } from "../../api/registry/invoke.ts";
import { columns } from "../render/columns.ts";
import { retentionText } from "../render/retention-text.ts";
import { type CliArgument, defineCli } from "../shared/cli-command.ts";
import { parseRetention } from "../shared/retention-argument.ts";

const label: CliArgument = {
  syntax: "[label]",
  about: "the label; none: the store, for labels that do not say",
};

/** `strata retention` */
export const retentionCli = defineCli({
  command: "retention.show",
  words: "retention",
  arguments: [label],
  options: [],
  render: (answer, { typed }) => (typed?.label === undefined ? storeLines(answer) : labelLines(answer)),
});

/** `strata retention set` */
export const retentionSetCli = defineCli({
  command: "retention.set",
  words: "retention set",
  arguments: [label],
  options: [
    {
      flags: "--keep <what>",
      about:
        "everything, last=<moves>, days=<days>, ladder, ladder=<rung:number,…> with the rungs last, hourly, daily, weekly, monthly, yearly (those not named are left out), or default",
      required: true,
    },
  ],
  input: ({ keep, ...typed }) => ({ ...typed, retention: parseRetention(String(keep)) }),
  render: ({ label: name, retention, own }) => [
    name === null
      ? `The store keeps ${retentionText(retention)} of labels that have no retention of their own. ${LATER}`
      : `${name} keeps ${retentionText(retention)}${own ? "" : ", as the store says"}. ${LATER}`,
  ],
});

const LATER = "Nothing goes before the next garbage collection.";

function labelLines({ labels }: CommandOutput<"retention.show">): string[] {
  return labels.map(
    ({ label, retention, own }) =>
      `${label} keeps ${retentionText(retention)}${own ? "" : ", as the store says"}`,
  );
}

function storeLines({ store, labels }: CommandOutput<"retention.show">): string[] {
  const rows = labels.map(({ label, retention }) => [label, retentionText(retention)]);
  return [
    `The store keeps ${retentionText(store)} of labels that have no retention of their own`,
    ...columns(rows),
  ];
}
