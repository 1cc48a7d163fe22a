import { createReadStream } from "node:fs";
import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { comparePaths, folderStart } from "../../manifest/path.ts";
import type { Repository } from "../../repository/repository.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { documentOf, fileDocument } from "../file-document.ts";
import { parseSnapshotPath } from "../locate.ts";
import { revertSource } from "../revert-source.ts";
import { count, diskPath, locator, remark, reread, snapshotId } from "../schemas.ts";
import { mountName } from "./mounts.ts";

const entry = z.strictObject({
  name: z.string(),
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  /** Of files and links. */
  size: count.optional(),
  mode: count.optional(),
  /** The change against the mount's base: of files and links, and of a new folder. */
  change: z.enum(["added", "modified"]).optional(),
});

/** Lists a folder of a mount. */
export const mountLsCommand = defineCommand({
  name: "mount.ls",
  summary: "Lists a folder of a working copy, and what in it is new or changed.",
  kind: "read",
  input: z.strictObject({ mount: mountName, path: z.string().default("") }),
  output: z.strictObject({
    path: z.string(),
    entries: z.array(entry),
    /** The names of removed entries. */
    removed: z.array(z.string()),
  }),
  async run(repository, input) {
    const { id, base } = repository.mounts.named(input.mount);
    const path = parseSnapshotPath(input.path);
    const mount = repository.mounts.read(id);
    const before = new Map(await namesIn(repository, base, path));
    const entries: z.output<typeof entry>[] = [];
    for (const { name, type } of await mount.readdir(path)) {
      const at = folderStart(path) + name;
      const was = before.get(name);
      before.delete(name);
      if (type === "directory") {
        entries.push({ name, path: at, type, ...(was !== type && { change: "added" }) });
        continue;
      }
      const { size, mode } = await mount.lstat(at);
      const change = was === undefined ? "added" : (await mount.isChanged(at)) ? "modified" : undefined;
      entries.push({ name, path: at, type, size, mode, ...(change && { change }) });
    }
    return { path, entries, removed: [...before.keys()].sort(comparePaths) };
  },
});

/** Reads a file of a mount. */
export const mountReadCommand = defineCommand({
  name: "mount.read",
  summary: "Gives the content of a file in a working copy.",
  kind: "read",
  input: z.strictObject({ mount: mountName, path: z.string() }),
  output: z.strictObject({ mount: z.string(), ...fileDocument }),
  async run(repository, input) {
    const { path, size, bytes } = await open(repository, input);
    const hint = "Read it as raw bytes (`strata mount read` without --json).";
    return { mount: input.mount, ...(await documentOf(path, size, bytes, hint)) };
  },
  stream: open,
});

/** Writes a file of a mount. */
export const mountWriteCommand = defineCommand({
  name: "mount.write",
  summary:
    "Writes a file of a working copy: from a text, from base64, from a file, or from what is piped in.",
  kind: "write",
  input: z.strictObject({
    mount: mountName,
    path: z.string(),
    text: z.string().optional(),
    base64: z.base64().optional(),
    /** A file on disk. */
    from: diskPath.optional(),
    /** Adds to the end of the file. */
    append: z.boolean().default(false),
  }),
  output: z.strictObject({ mount: z.string(), path: z.string(), size: count }),
  async run(repository, { mount, path: given, ...input }, context) {
    const { mounts } = repository;
    const { id } = mounts.named(mount);
    const path = parseSnapshotPath(given);
    const bytes = bytesOf(input);
    if (input.append) {
      if (bytes === undefined) throw oneSource("To append, give a text or base64.");
      await repository.run("changeMount", { id, change: { do: "append", path, bytes } });
    } else if (bytes !== undefined) {
      await repository.run("changeMount", { id, change: { do: "write", path, bytes } });
    } else {
      await mounts.write(id, path, streamOf(input, context), { signal: context.signal });
    }
    return { mount, path, size: (await mounts.read(id).stat(path)).size };
  },
});

/** Makes a folder in a mount. */
export const mountMkdirCommand = defineCommand({
  name: "mount.mkdir",
  summary: "Makes a folder in a working copy, and those above it that are missing.",
  kind: "write",
  input: z.strictObject({ mount: mountName, path: z.string() }),
  output: z.strictObject({ mount: z.string(), path: z.string() }),
  async run(repository, { mount, path: given }) {
    const path = parseSnapshotPath(given);
    await repository.run("changeMount", {
      id: repository.mounts.named(mount).id,
      change: { do: "mkdir", path, recursive: true },
    });
    return { mount, path };
  },
});

/** Removes files and folders of a mount. */
export const mountRmCommand = defineCommand({
  name: "mount.rm",
  summary: "Removes a file of a working copy, or a folder with everything in it.",
  kind: "write",
  input: z.strictObject({
    mount: mountName,
    path: z.string(),
    /** Whether to remove a folder with its contents. */
    recursive: z.boolean().default(false),
  }),
  output: z.strictObject({ mount: z.string(), path: z.string() }),
  async run(repository, { mount, path: given, recursive }) {
    const path = parseSnapshotPath(given);
    await repository.run("changeMount", {
      id: repository.mounts.named(mount).id,
      change: { do: "rm", path, recursive, force: false },
    });
    return { mount, path };
  },
});

/** Moves or renames within a mount. */
export const mountMvCommand = defineCommand({
  name: "mount.mv",
  summary: "Moves or renames a file or a folder of a working copy.",
  kind: "write",
  input: z.strictObject({ mount: mountName, from: z.string(), to: z.string() }),
  output: z.strictObject({ mount: z.string(), from: z.string(), to: z.string() }),
  async run(repository, { mount, ...input }) {
    const [from, to] = [parseSnapshotPath(input.from), parseSnapshotPath(input.to)];
    await repository.run("changeMount", {
      id: repository.mounts.named(mount).id,
      change: { do: "rename", from, to },
    });
    return { mount, from, to };
  },
});

/** Adds files of the disk to a mount. */
export const mountAddCommand = defineCommand({
  name: "mount.add",
  summary: "Adds files and folders of the disk to a folder of a working copy.",
  kind: "write",
  input: z.strictObject({
    mount: mountName,
    /** "" for the root. */
    folder: z.string().default(""),
    paths: z.array(diskPath).min(1, { error: "one path or more" }),
    reread,
  }),
  output: z.strictObject({ mount: z.string(), skipped: z.array(remark), warnings: z.array(remark) }),
  async run(repository, { mount, folder, paths, reread }, { signal, onProgress, gate }) {
    const { mounts } = repository;
    const { id } = mounts.named(mount);
    const request = { folder: parseSnapshotPath(folder), paths, reread };
    const { skipped, warnings } = await mounts.add(id, request, {
      signal,
      gate,
      onProgress: (progress) => onProgress?.({ command: "import", ...progress }),
    });
    return { mount, skipped: [...skipped], warnings: [...warnings] };
  },
});

/** Makes a path of a mount equal to a snapshot's. */
export const mountRevertCommand = defineCommand({
  name: "mount.revert",
  summary: "Has a path of a working copy be what it was, or what another snapshot has there.",
  kind: "write",
  input: z.strictObject({
    mount: mountName,
    /** "" for all of it. */
    path: z.string(),
    /** A place in a snapshot, or a snapshot, which stands for the same path in it. Absent: the mount's base. */
    to: locator.optional(),
  }),
  output: z.strictObject({ mount: z.string(), path: z.string(), from: snapshotId }),
  async run(repository, { mount, path: given, to }) {
    const { mounts } = repository;
    const { id, base } = mounts.named(mount);
    const path = parseSnapshotPath(given);
    const source = await revertSource(repository, to ?? base, path, id);
    await repository.run("changeMount", {
      id,
      change: { do: "put back", path, from: source.id, at: source.path },
    });
    return { mount, path, from: source.id };
  },
});

async function open(repository: Repository, input: { mount: string; path: string }) {
  const mount = repository.mounts.read(repository.mounts.named(input.mount).id);
  const path = parseSnapshotPath(input.path);
  const { size } = await mount.stat(path);
  return { path, size, bytes: mount.readStream(path) };
}

async function namesIn(repository: Repository, base: Parameters<Repository["list"]>[0], folder: string) {
  try {
    return (await repository.list(base, folder)).map(({ name, type }) => [name, type] as const);
  } catch (thrown) {
    // A new file has no earlier content to compare with.
    if (thrown instanceof StrataError && (thrown.code === "ENOENT" || thrown.code === "ENOTDIR")) return [];
    throw thrown;
  }
}

interface Sources {
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
  readonly from?: string | undefined;
}

function bytesOf({ text, base64, from }: Sources): Uint8Array | undefined {
  if ([text, base64, from].filter((each) => each !== undefined).length > 1)
    throw oneSource("Give a text, base64 or a file: one of them.");
  if (text !== undefined) return Buffer.from(text);
  return base64 === undefined ? undefined : Buffer.from(base64, "base64");
}

function streamOf({ from }: Sources, { piped }: CommandContext): AsyncIterable<Uint8Array> {
  if (from !== undefined) return fileStream(from);
  if (piped !== undefined) return piped();
  throw oneSource("Give a text, base64 or a file.");
}

/** Yields a file's bytes. It is opened at the first read: a stream that fails before anyone listens would end the process. */
async function* fileStream(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

function oneSource(hint: string): StrataError {
  return new StrataError("BadInput", "It is not clear what to write.", {
    hint,
    data: { command: "mount.write" },
  });
}
