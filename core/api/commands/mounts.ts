import { z } from "zod";
import type { MountInfo } from "../../mount/mount-catalog.ts";
import { defineCommand } from "../command.ts";
import { locateReferent } from "../locate.ts";
import { count, reference, snapshotId } from "../schemas.ts";

/** The name of an open mount. */
export const mountName = z.string();

/** A mount as it is. Times are in ms since 1970. */
const mount = z.strictObject({
  /** Never given to another mount. */
  id: count,
  name: z.string(),
  /** The label that it was made of; null for a snapshot's. */
  label: z.string().nullable(),
  /** The snapshot that it is pinned on. */
  base: snapshotId,
  /** Changes with every change of its files or its base. */
  revision: count,
  created: count,
  changed: count,
  /** When it was discarded; null while it is open. */
  discarded: count.nullable(),
});

/** Makes a mount. */
export const mountOpenCommand = defineCommand({
  name: "mount.open",
  summary: "Opens a working copy of a snapshot, that keeps what is written to it until it is pushed.",
  kind: "write",
  input: z.strictObject({
    /** A label's is of that label: a push moves it. */
    ref: reference,
    /** None: it is called after the label, or the snapshot. */
    name: z.string().optional(),
  }),
  output: mount,
  async run(repository, { ref, name }) {
    const { id: base, label = null, seq: entry } = locateReferent(repository, ref);
    return describe(await repository.run("openMount", { base, label, name, entry }));
  },
});

/** Lists the mounts. */
export const mountListCommand = defineCommand({
  name: "mount.list",
  summary: "Lists the working copies, oldest first.",
  kind: "read",
  input: z.strictObject({
    /** Those too that were discarded and can be restored. */
    discarded: z.boolean().default(false),
  }),
  output: z.strictObject({ mounts: z.array(mount) }),
  async run(repository, { discarded }) {
    return { mounts: repository.mounts.list({ discarded }).map(describe) };
  },
});

/** Renames a mount. */
export const mountRenameCommand = defineCommand({
  name: "mount.rename",
  summary: "Gives a working copy another name.",
  kind: "write",
  input: z.strictObject({ mount: mountName, to: z.string() }),
  output: mount,
  async run(repository, { mount, to }) {
    const { mounts } = repository;
    return describe(await repository.run("renameMount", { id: mounts.named(mount).id, name: to }));
  },
});

/** Discards a mount. */
export const mountDiscardCommand = defineCommand({
  name: "mount.discard",
  summary: "Discards a working copy with what was written to it; it can be restored for a while.",
  kind: "write",
  input: z.strictObject({ mount: mountName }),
  output: mount,
  async run(repository, { mount }) {
    const { mounts } = repository;
    return describe(await repository.run("discardMount", mounts.named(mount).id));
  },
});

/** Opens a discarded mount again. */
export const mountRestoreCommand = defineCommand({
  name: "mount.restore",
  summary: "Opens a discarded working copy again, with all that was written to it.",
  kind: "write",
  input: z.strictObject({
    /** A discarded mount's `id`, since its name may be another one's by now. */
    id: count,
  }),
  output: mount,
  async run(repository, { id }) {
    return describe(await repository.run("undeleteMount", id));
  },
});

function describe({ discardedAt, ...info }: MountInfo): z.output<typeof mount> {
  return { ...info, discarded: discardedAt };
}
