import type { CommandOutput } from "../../api/registry/invoke.ts";
import { shortId } from "../render/amounts.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";
import { REJECTED } from "../shared/failure.ts";
import { pushInput, pushOptions } from "../shared/push-options.ts";
import { unkeptMessage } from "../shared/unkept-message.ts";

/** `strata fs push` */
export const pushCli = defineCli({
  command: "push",
  words: "fs push",
  arguments: [{ syntax: "<ref>", about: "the snapshot" }],
  options: pushOptions,
  input: pushInput,
  exitCode: ({ status }) => (status === "rejected" ? REJECTED : 0),
  render: renderPush,
});

/** Reports the outcome of a push. */
export function renderPush(push: CommandOutput<"push">, context: RenderContext): string[] {
  switch (push.status) {
    case "advanced":
      return [`${push.label} points at ${shortId(push.ca_id)}`];
    case "unchanged":
      return [`${push.label} points at ${shortId(push.ca_id)} already`, ...unkeptMessage(context)];
    case "detached":
      return [`${push.ca_id} (no label was moved)`];
    case "rejected":
      return [
        push.current === null
          ? `Rejected: there is no label ${push.label}, or it is deleted.`
          : `Rejected: ${push.label} points at ${shortId(push.current)}. Merge with that, or use --force.`,
      ];
  }
}
