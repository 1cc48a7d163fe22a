import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { StoreHandle } from "../api/store-handle.ts";
import { callerOf } from "./caller.ts";
import { temporaryFolder, writeTree } from "./folders.ts";

export type DiskTree = Parameters<typeof writeTree>[1];

/** A store with labels to merge, used through the registry. It is closed after the file's last test. */
export class MergingStore {
  readonly folder = temporaryFolder();
  readonly path: string;
  readonly handle: StoreHandle;
  /** Runs a command, and holds its output to its schema. */
  readonly call: ReturnType<typeof callerOf>;

  constructor(path?: string) {
    this.path = path ?? join(this.folder, "store");
    this.handle = new StoreHandle(this.path, { surface: "app" });
    this.call = callerOf(this.handle);
    afterAll(() => this.handle.close());
  }

  /** Imports a tree under a label, and returns its snapshot. */
  async put(label: string, tree: DiskTree): Promise<string> {
    const live = join(this.folder, "live");
    rmSync(live, { recursive: true, force: true });
    writeTree(live, tree);
    return (await this.call("import", { paths: [live], label, replace: true })).ca_id;
  }

  /** Makes two labels, `name` and `name-2`, of one origin, and returns what each holds. */
  async part(name: string, base: DiskTree, ours: DiskTree, theirs: DiskTree) {
    const origin = await this.put(name, base);
    await this.call("label.create", { label: `${name}-2`, ref: origin });
    return { base: origin, ours: await this.put(name, ours), theirs: await this.put(`${name}-2`, theirs) };
  }

  /** Makes two such labels and starts their merge. */
  async start(name: string, base: DiskTree, ours: DiskTree, theirs: DiskTree) {
    const sides = await this.part(name, base, ours, theirs);
    return { ...sides, ...(await this.call("merge.start", { ours: name, theirs: `${name}-2` })) };
  }

  /** Reads a file of a snapshot. */
  async bytesOf(ref: string, path: string): Promise<Buffer> {
    const repository = await this.handle.repository();
    const entry = await repository.stat(repository.resolve(ref).id, path);
    if (!("content" in entry)) throw new Error(`${path} is no file`);
    const pieces: Uint8Array[] = [];
    for await (const piece of repository.content(entry)) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
  }

  async textOf(ref: string, path: string): Promise<string> {
    return (await this.bytesOf(ref, path)).toString();
  }

  /** Returns the paths of a snapshot's files. */
  async pathsOf(ref: string): Promise<string[]> {
    const { entries } = await this.call("tree", { ref, recursive: true });
    return entries.filter(({ type }) => type !== "directory").map(({ path }) => path);
  }
}

/** Returns forty lines, `0: line` and so on, of which some are changed. */
export function lines(...changed: string[]): string {
  return Array.from(
    { length: 40 },
    (_, no) => `${changed.find((each) => each.startsWith(`${no}:`)) ?? `${no}: line`}\n`,
  ).join("");
}
