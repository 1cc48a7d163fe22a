import { z } from "zod";
import type { Label } from "../../labels/label-store.ts";
import type { Retention } from "../../labels/retention.ts";
import { EVERYTHING, retentionSchema } from "../../labels/retention-settings.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { existingLabel } from "../existing-label.ts";
import { count, knownLabel } from "../schemas.ts";

/** Shows how much of the labels' history is kept. */
export const retentionShowCommand = defineCommand({
  name: "retention.show",
  summary: "Tells how much of a label's history is kept, or what the store and its labels keep.",
  kind: "read",
  /** Without a label: the store's default, and the labels that have a retention of their own, deleted ones too. */
  input: z.strictObject({ label: knownLabel.optional() }),
  output: z.strictObject({
    /** The store's default, which holds for labels without one of their own. */
    store: retentionSchema,
    labels: z.array(
      z.strictObject({
        label: z.string(),
        retention: retentionSchema,
        /** Whether it is the label's own, and not the store's default. */
        own: z.boolean(),
      }),
    ),
  }),
  async run(repository, { label: name }) {
    const { retentions } = repository;
    const labels =
      name === undefined
        ? (await repository.labels({ deleted: true })).filter(hasOwn)
        : [await existingLabel(repository, name)];
    return {
      store: retentions.ofStore(),
      labels: labels.map((label) => ({
        label: label.name,
        retention: retentions.of(label),
        own: hasOwn(label),
      })),
    };
  },
});

/** Sets how much of a label's history is kept. */
export const retentionSetCommand = defineCommand({
  name: "retention.set",
  summary: "Sets how much of a label's history is kept, or what is kept of labels that do not say.",
  kind: "write",
  input: z.strictObject({
    /** None: the store's default. */
    label: knownLabel.optional(),
    /** Null: the store's default for a label, everything for the store. */
    retention: retentionSchema.nullable(),
  }),
  /** What holds now. */
  output: z.strictObject({ label: z.string().nullable(), retention: retentionSchema, own: z.boolean() }),
  async run(repository, { label = null, retention }) {
    await repository.run("setRetention", { label, retention });
    const own = retention !== null;
    return { label, retention: retention ?? inherited(repository, label), own };
  },
});

/** Counts what a retention would drop. */
export const retentionPreviewCommand = defineCommand({
  name: "retention.preview",
  summary: "Counts how many moves the next garbage collection would let go under a retention.",
  kind: "read",
  input: retentionSetCommand.input,
  output: z.strictObject({
    /** All moves that it is about, and those that would go. */
    moves: count,
    dropped: count,
    /** The moves that are kept for good, which stay. */
    kept: count,
  }),
  async run(repository, { label = null, retention }, { signal }) {
    const labels =
      label === null
        ? (await repository.labels({ deleted: true })).filter((each) => !hasOwn(each))
        : [await existingLabel(repository, label)];
    const wanted = retention ?? inherited(repository, label);
    return { ...(await repository.retentions.preview(labels, wanted, Date.now(), signal)) };
  },
});

const hasOwn = ({ settings }: Label) => settings.retention !== undefined;

/** Returns what holds where a label, or the store, has nothing of its own. */
function inherited(repository: Repository, label: string | null): Retention {
  return label === null ? EVERYTHING : repository.retentions.ofStore();
}
