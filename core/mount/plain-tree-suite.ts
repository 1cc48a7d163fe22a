import { StrataError } from "../errors.ts";
import { comparePaths } from "../manifest/path.ts";
import type { MountStat } from "./read-operations.ts";
import type { RemoveOptions } from "./tree-operations.ts";
import type { FolderItem } from "./view.ts";

/** A folder, a file or a link of a {@link PlainTree}. */
export type PlainNode =
  | { type: "directory"; children: Map<string, PlainNode> }
  | { type: "file"; mode: number; bytes: Uint8Array }
  | { type: "symlink"; target: string };

type Folder = Extract<PlainNode, { type: "directory" }>;

/** The end of a path: a name in a folder and the node there. The root has no folder. */
interface Spot {
  readonly folder: Folder;
  readonly name: string;
  readonly node: PlainNode | undefined;
  /** The folders on the path. */
  readonly way: readonly Folder[];
}

const fail = (code: ConstructorParameters<typeof StrataError>[0]) => new StrataError(code, code);

/** A simple in-memory file system, the model that mounts are compared with. */
export class PlainTree {
  readonly root: Folder = { type: "directory", children: new Map() };

  stat = (path: string): MountStat => statOf(this.#there(path, true));
  lstat = (path: string): MountStat => statOf(this.#there(path, false));

  exists(path: string): boolean {
    try {
      return this.#there(path, true) !== undefined;
    } catch {
      return false;
    }
  }

  readdir(path: string): FolderItem[] {
    const node = this.#there(path, true);
    if (node.type !== "directory") throw fail("ENOTDIR");
    return [...node.children]
      .map(([name, { type }]) => ({ name, type }))
      .sort((a, b) => comparePaths(a.name, b.name));
  }

  readlink(path: string): string {
    const node = this.#there(path, false);
    if (node.type !== "symlink") throw fail("EINVAL");
    return node.target;
  }

  readFile(path: string): Buffer {
    const node = this.#there(path, true);
    if (node.type !== "file") throw fail("EISDIR");
    return Buffer.from(node.bytes);
  }

  read(path: string, { from, to }: { from: number; to: number }): Buffer {
    return Buffer.from(this.readFile(path).subarray(from, to));
  }

  writeFile(path: string, content: string | Uint8Array, mode?: number): void {
    const { folder, name, node } = this.#walk(path, true);
    if (node?.type === "directory") throw fail("EISDIR");
    const oldMode = node?.type === "file" ? node.mode : 0o644;
    folder.children.set(name, { type: "file", mode: mode ?? oldMode, bytes: Buffer.from(content) });
  }

  appendFile(path: string, content: string | Uint8Array): void {
    const before = this.#walk(path, true).node === undefined ? Buffer.alloc(0) : this.readFile(path);
    this.writeFile(path, Buffer.concat([before, Buffer.from(content)]));
  }

  copyFile(from: string, to: string): void {
    this.writeFile(to, this.readFile(from), this.stat(from).mode & 0o777);
  }

  chmod(path: string, mode: number): void {
    const node = this.#there(path, true);
    if (node.type === "file") node.mode = mode;
    else if (mode !== 0o755) throw fail("EINVAL");
  }

  symlink(target: string, path: string): void {
    const { folder, name, node } = this.#walk(path, false);
    if (node !== undefined) throw fail("EEXIST");
    folder.children.set(name, { type: "symlink", target });
  }

  mkdir(path: string, { recursive = false }: { recursive?: boolean } = {}): void {
    const parts = path.split("/");
    for (let count = recursive ? 1 : parts.length; count <= parts.length; count++) {
      const { folder, name, node } = this.#walk(parts.slice(0, count).join("/"), false);
      if (node === undefined) {
        folder.children.set(name, { type: "directory", children: new Map() });
        continue;
      }
      if (!recursive) throw fail("EEXIST");
      if (this.#there(parts.slice(0, count).join("/"), true).type !== "directory")
        throw fail(count === parts.length ? "EEXIST" : "ENOTDIR");
    }
  }

  rm(path: string, { recursive = false, force = false }: RemoveOptions = {}): void {
    try {
      if (this.#there(path, false).type === "directory" && !recursive) throw fail("EISDIR");
    } catch (thrown) {
      if (force && thrown instanceof StrataError && thrown.code === "ENOENT") return;
      throw thrown;
    }
    const { folder, name } = this.#walk(path, false);
    folder.children.delete(name);
  }

  rename(from: string, to: string): void {
    const source = this.#walk(from, false);
    if (source.node === undefined) throw fail("ENOENT");
    const target = this.#walk(to, false);
    if (target.folder === source.folder && target.name === source.name) return;
    if (source.node.type === "directory" && target.way.includes(source.node)) throw fail("EINVAL");
    if (target.node?.type === "directory") {
      if (source.node.type !== "directory") throw fail("EISDIR");
      if (target.node.children.size > 0) throw fail("ENOTEMPTY");
    } else if (target.node !== undefined && source.node.type === "directory") {
      throw fail("ENOTDIR");
    }
    source.folder.children.delete(source.name);
    target.folder.children.set(target.name, source.node);
  }

  /** Yields everything with its path, folders before their contents. */
  *all(folder = this.root, above = ""): Generator<[path: string, node: PlainNode]> {
    for (const [name, node] of folder.children) {
      yield [above + name, node];
      if (node.type === "directory") yield* this.all(node, `${above}${name}/`);
    }
  }

  #there(path: string, follow: boolean): PlainNode {
    const { node } = this.#walk(path, follow);
    if (node === undefined) throw fail("ENOENT");
    return node;
  }

  /** Walks a path part by part as a kernel does, replacing each link by the parts of its target. */
  #walk(path: string, follow: boolean): Spot {
    const way: { folder: Folder; name: string }[] = [{ folder: this.root, name: "" }];
    const parts = path.split("/");
    for (let links = 0; ; ) {
      const here = way.at(-1)?.folder ?? this.root;
      const part = parts.shift();
      if (part === undefined) {
        const folder = way.at(-2)?.folder ?? this.root;
        return { folder, name: way.at(-1)?.name ?? "", node: here, way: way.map((each) => each.folder) };
      }
      if (part === "" || part === ".") continue;
      if (part === "..") {
        if (way.length === 1) throw fail("ENOENT");
        way.pop();
        continue;
      }
      const node = here.children.get(part);
      if (node?.type === "symlink" && (follow || parts.length > 0)) {
        links += 1;
        if (links > 40) throw fail("ELOOP");
        if (node.target.startsWith("/")) throw fail("ENOENT");
        parts.unshift(...node.target.split("/"));
      } else if (node?.type === "directory") {
        way.push({ folder: node, name: part });
      } else if (parts.length > 0) {
        throw fail(node === undefined ? "ENOENT" : "ENOTDIR");
      } else {
        return { folder: here, name: part, node, way: way.map((each) => each.folder) };
      }
    }
  }
}

function statOf(node: PlainNode): MountStat {
  if (node.type === "directory") return { type: node.type, mode: 0o040755, size: 0 };
  if (node.type === "symlink")
    return { type: node.type, mode: 0o120777, size: Buffer.byteLength(node.target) };
  return { type: node.type, mode: 0o100000 | node.mode, size: node.bytes.length };
}
