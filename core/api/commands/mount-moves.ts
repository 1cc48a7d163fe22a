import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { unknownLabel } from "../../labels/label-errors.ts";
import { CONFLICT_KINDS } from "../../merge/tree/conflict.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { conflictDetails, describeConflict, mergeConflict } from "../merge-conflict.ts";
import { mergeId } from "../merge-schemas.ts";
import {
  count,
  diskPath,
  knownLabel,
  newLabel,
  override,
  remark,
  reread,
  snapshotId,
  text,
} from "../schemas.ts";
import { mountName } from "./mounts.ts";

/** Makes a snapshot of a mount. */
export const mountSnapshotCommand = defineCommand({
  name: "mount.snapshot",
  summary: "Makes a snapshot of a working copy as it is now, that no label holds.",
  kind: "write",
  input: z.strictObject({ mount: mountName }),
  output: z.strictObject({
    mount: z.string(),
    label: z.string().nullable(),
    /** The mount's base. */
    base: snapshotId,
    /** The label's head; null without a label, or when it is deleted. */
    head: snapshotId.nullable(),
    revision: count,
    ca_id: snapshotId,
  }),
  async run(repository, { mount }) {
    const { id, label } = repository.mounts.named(mount);
    const { base, revision, id: ca_id } = await repository.run("flushMount", id);
    const head = label === null ? null : ((await repository.label(label))?.head ?? null);
    return { mount, label, base, head, revision, ca_id };
  },
});

const aboutPush = z.strictObject({
  mount: mountName,
  /** Absent: the mount's own label. Another label must not exist, unless `expected` names its head. */
  label: newLabel.optional(),
  /** The head that the label must have. Absent: the mount's base. */
  expected: snapshotId.optional(),
  /** Moves the label whatever its head is. */
  force: z.boolean().default(false),
  override,
});

const pushInput = aboutPush.extend({
  /** Moves no label. */
  detach: z.boolean().default(false),
  message: text.default(""),
});

const pushed = z.strictObject({
  status: z.enum(["advanced", "unchanged"]),
  label: z.string(),
  ca_id: snapshotId,
});

const rejected = {
  status: z.literal("rejected"),
  label: z.string(),
  /** The label's head; null when it is deleted. */
  current: snapshotId.nullable(),
  /** How many files would be in conflict if that were brought in; null where it cannot be told, or be brought in. */
  conflicts: count.nullable(),
};

/** Pushes a mount. */
export const mountPushCommand = defineCommand({
  name: "mount.push",
  summary: "Makes a snapshot of a working copy and moves its label to it, if that has not moved meanwhile.",
  kind: "write",
  input: pushInput.check(({ value, issues }) => {
    const { label, expected, force, detach } = value;
    if (!(detach && (label !== undefined || expected !== undefined || force)) && !(force && expected)) return;
    const message = "A detached push moves no label, and a forced one expects nothing.";
    const error = new StrataError("BadInput", message, {
      hint: "Leave out what contradicts it.",
      data: { command: "mount.push" },
    });
    issues.push({ code: "custom", input: value, message, params: { error: error.toJSON() } });
  }),
  output: z.discriminatedUnion("status", [
    pushed,
    z.strictObject({ status: z.literal("detached"), ca_id: snapshotId }),
    z.strictObject(rejected),
  ]),
  async run(repository, { mount, detach, message, ...request }, { signal }) {
    const { id } = repository.mounts.named(mount);
    if (detach) return { status: "detached" as const, ca_id: (await repository.run("flushMount", id)).id };
    const pushed = await repository.run("pushMount", { id, message, ...request });
    if (pushed.status !== "rejected") return { status: pushed.status, label: pushed.label, ca_id: pushed.id };
    const preview = await repository.run("previewPush", { id, ...request }, { signal });
    const forecast = preview.status === "rejected" ? preview.forecast : null;
    return { ...pushed, conflicts: forecast?.conflicts.length ?? null };
  },
});

/** The most files in conflict that a preview names. */
const NAMED = 100;

/** Tells what a push would answer. */
export const mountPushPreviewCommand = defineCommand({
  name: "mount.push_preview",
  summary: "Tells what a push of a working copy would come to, and which files would be in conflict.",
  kind: "read",
  input: aboutPush,
  output: z.discriminatedUnion("status", [
    /** The push would move the label to this snapshot, which is not stored yet; or the label holds it already. */
    pushed,
    z.strictObject({
      ...rejected,
      /** The snapshot that would be pushed; it is not stored. */
      ca_id: snapshotId,
      /** The first 100 of those files. */
      files: z.array(z.strictObject({ path: z.string(), kind: z.enum(CONFLICT_KINDS) })),
      /** How many files that both sides changed would merge by themselves; null as for the conflicts. */
      merged: count.nullable(),
    }),
  ]),
  async run(repository, { mount, ...request }, { signal }) {
    const { id } = repository.mounts.named(mount);
    const preview = await repository.run("previewPush", { id, ...request }, { signal });
    const { status, label, id: ca_id } = preview;
    if (status !== "rejected") return { status, label, ca_id };
    const { current, forecast } = preview;
    const files = forecast?.conflicts.slice(0, NAMED) ?? [];
    const counts = { conflicts: forecast?.conflicts.length ?? null, merged: forecast?.merged ?? null };
    return { status, label, ca_id, current, ...counts, files };
  },
});

/** Rebases a mount. */
export const mountRebaseCommand = defineCommand({
  name: "mount.rebase",
  summary: "Brings what others pushed to the label into a working copy, so that it can be pushed.",
  kind: "write",
  input: z.strictObject({
    mount: mountName,
    /** Which side decides conflicts: `ours` is the working copy. */
    prefer: z.enum(["ours", "theirs", "none"]).default("none"),
    details: conflictDetails,
  }),
  output: z.discriminatedUnion("status", [
    z.strictObject({
      status: z.enum(["rebased", "current"]),
      base: snapshotId,
      auto_merged: z.array(z.string()),
    }),
    z.strictObject({
      status: z.literal("conflict"),
      base: snapshotId,
      ours: snapshotId,
      theirs: snapshotId,
      conflicts: z.array(mergeConflict),
      /** The merge that was started to decide them. */
      merge: mergeId,
    }),
  ]),
  async run(repository, { mount, prefer, details }, { signal }) {
    const { id } = repository.mounts.named(mount);
    const rebase = await repository.run("rebaseMount", { id, prefer: prefer }, { signal });
    if (rebase.status === "conflict") {
      const { session } = await repository.run("startMerge", { mount: id }, { signal });
      return {
        ...rebase,
        conflicts: rebase.conflicts.map((conflict) => describeConflict(conflict, details)),
        merge: session.id,
      };
    }
    const auto_merged = rebase.status === "rebased" ? [...rebase.autoMerged] : [];
    return { status: rebase.status, base: rebase.base, auto_merged };
  },
});

/** Takes a snapshot of files and folders on disk, held by no label. */
export const captureCommand = defineCommand({
  name: "capture",
  summary: "Takes a snapshot of files and folders of the disk, that no label holds.",
  kind: "write",
  creates: true,
  input: z.strictObject({
    /** None: the label's folder. */
    paths: z.array(diskPath).optional(),
    /** The label whose ignore rules apply. */
    label: knownLabel.optional(),
    reread,
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    paths: z.array(z.string()),
    skipped: z.array(remark),
    warnings: z.array(remark),
  }),
  async run(repository, { label, paths: given, reread }, { signal, onProgress, gate }) {
    const paths = given ?? [await folderOf(repository, label)];
    const { id, skipped, warnings } = await repository.run(
      "capture",
      { paths, label, reread },
      { signal, gate, onProgress: (progress) => onProgress?.({ command: "import", ...progress }) },
    );
    return { ca_id: id, paths, skipped: [...skipped], warnings: [...warnings] };
  },
});

async function folderOf(repository: Repository, label: string | undefined): Promise<string> {
  const known = label === undefined ? undefined : await repository.label(label);
  if (label !== undefined && known === undefined) throw unknownLabel(label);
  if (known?.settings.folder !== undefined) return known.settings.folder;
  throw new StrataError("BadInput", "It is not known which folder is meant.", {
    hint: "Name the paths, or a label that remembers its folder.",
    data: { label },
  });
}
