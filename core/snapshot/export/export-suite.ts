import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { FileWriter, FileWrites } from "../../files/file-writes.ts";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import { type Entry, fileEntry } from "../../manifest/entry.ts";
import type { ExportOptions } from "./export.ts";

/** Returns a file's entry with inline content, for {@link readInline}. */
export function file(text: string, mode = 0o644): Entry {
  const bytes = Buffer.from(text);
  return fileEntry(mode, bytes.length, { kind: "inline", bytes });
}

/** Yields inline content in pieces of two bytes. */
export async function* readInline({ content }: Entry): AsyncGenerator<Uint8Array> {
  if (content.kind !== "inline") throw new Error("not inline");
  for (let at = 0; at < content.bytes.length; at += 2) yield content.bytes.subarray(at, at + 2);
}

/** Returns options for an export of entries in the given order. */
export function exportOf(
  target: string,
  entries: readonly (readonly [string, Entry])[],
  more: Partial<ExportOptions> = {},
): ExportOptions {
  return {
    entries: async function* () {
      yield* entries;
    },
    read: readInline,
    target,
    overwrite: "refuse",
    newerThan: undefined,
    files: nodeFileWrites,
    ...more,
  };
}

/** Creates an empty folder for each test. Returns a function that gives its real path. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "strata-export-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Returns what is in a folder by path: contents, `→ target` for links, `folder` for empty ones. */
export function tree(folder: string, prefix = ""): Record<string, string> {
  const found: Record<string, string> = {};
  const names = readdirSync(folder).sort();
  for (const name of names) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) found[prefix + name] = `→ ${readlinkSync(path)}`;
    else if (!stat.isDirectory()) found[prefix + name] = readFileSync(path, "utf8");
    else if (readdirSync(path).length === 0) found[prefix + name] = "folder";
    else Object.assign(found, tree(path, `${prefix}${name}/`));
  }
  return found;
}

/** Returns an error of the operating system. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Passes every call on, after calling `before`, which may throw. A failing write has written half. */
export class FaultyWrites implements FileWrites {
  readonly #before: (call: string, path: string) => void;

  constructor(before: (call: string, path: string) => void) {
    this.#before = before;
  }

  create(path: string, mode?: number): FileWriter {
    this.#before("create", String(path));
    const file = nodeFileWrites.create(path, mode);
    const step = (call: string) => this.#before(call, String(path));
    return {
      write(bytes) {
        file.write(bytes.subarray(0, bytes.length >> 1));
        step("write");
        file.write(bytes.subarray(bytes.length >> 1));
      },
      skip(length) {
        step("skip");
        file.skip(length);
      },
      sync: () => file.sync(),
      chmod(mode) {
        step("chmod");
        file.chmod(mode);
      },
      close() {
        file.close();
        step("close");
      },
    };
  }

  rename(from: string, to: string): void {
    this.#before("rename", String(to));
    nodeFileWrites.rename(from, to);
  }

  syncFolder(path: string): void {
    this.#before("syncFolder", path);
    nodeFileWrites.syncFolder(path);
  }

  makeFolder(path: string, mode?: number): void {
    this.#before("makeFolder", String(path));
    nodeFileWrites.makeFolder(path, mode);
  }

  link(target: string, path: string): void {
    this.#before("link", String(path));
    nodeFileWrites.link(target, path);
  }

  remove(path: string): void {
    nodeFileWrites.remove(path);
  }
}
