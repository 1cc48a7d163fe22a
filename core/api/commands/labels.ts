import { z } from "zod";
import { defineCommand } from "../command.ts";
import { count, snapshotId } from "../schemas.ts";
import { op } from "./log.ts";

/** Lists the labels. */
export const labelsCommand = defineCommand({
  name: "labels",
  summary: "Lists the labels and what each points at.",
  kind: "read",
  input: z.strictObject({ deleted: z.boolean().default(false) }),
  output: z.strictObject({
    /** In the order of their names. */
    labels: z.array(
      z.strictObject({
        name: z.string(),
        /** Null while it is deleted. */
        ca_id: snapshotId.nullable(),
        description: z.string(),
        pinned: z.boolean(),
        ignore: z.array(z.string()),
        gitignore: z.boolean(),
        /** How many moves its history holds, and its latest one. */
        moves: count,
        at: z.number(),
        op,
        message: z.string(),
        actor: z.string(),
      }),
    ),
  }),
  async run(repository, { deleted }) {
    const labels = await repository.labels({ deleted });
    return {
      labels: labels.map(({ name, head, description, pinned, settings, moves, last }) => ({
        name,
        ca_id: head,
        description,
        pinned,
        ignore: [...(settings.ignore ?? [])],
        gitignore: settings.gitignore ?? false,
        moves,
        at: last.at,
        op: last.op,
        message: last.message,
        actor: last.actor,
      })),
    };
  },
});
