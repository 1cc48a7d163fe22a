import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";
import { builtFile } from "../built.ts";
import type { Entry } from "../manifest/entry.ts";
import { Repository, type RepositoryOptions } from "../repository/repository.ts";
import { temporaryFolder, writeTree } from "./folders.ts";
import { seededBytes } from "./trees.ts";

const opened: Repository[] = [];

/** Opens a repository that is closed after the test. */
export async function open(folder: string, options: Partial<RepositoryOptions> = {}): Promise<Repository> {
  const repository = await Repository.open(folder, { surface: "cli", ...options });
  opened.push(repository);
  return repository;
}

/** Closes all repositories opened by {@link open}. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((repository) => repository.close()));
}

afterEach(closeAll);

/** Creates a folder with two hundred files and a large one, and a path for a store beside it. */
export function newFolder(): { folder: string; store: string } {
  const root = temporaryFolder();
  const folder = join(root, "folder");
  for (let i = 0; i < 200; i++) writeTree(folder, { [`d${i % 10}/f${i}`]: seededBytes(i, 50 * i) });
  writeTree(folder, { "big.bin": seededBytes(1, 3_000_000) });
  return { folder, store: join(root, "store") };
}

/** Creates such a folder and a store with its import under the label `main`. */
export async function imported(): Promise<{ folder: string; store: string }> {
  const made = newFolder();
  await (await open(made.store)).run("import", { paths: [made.folder], label: "main" });
  await closeAll();
  return made;
}

/** Reads a file of a label's head. */
export async function textOf(repository: Repository, label: string, path: string): Promise<Buffer> {
  const entry = (await repository.stat(repository.resolve(label).id, path)) as Entry;
  const parts: Uint8Array[] = [];
  for await (const part of repository.content(entry)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Returns the names of a store's packs. */
export function packsOf(store: string): string[] {
  return readdirSync(join(store, "packs")).filter((name) => name.endsWith(".pack"));
}

/** Makes a store readable by everyone. */
export function openToOthers(store: string): void {
  const inside = readdirSync(store, { recursive: true, encoding: "utf8" }).map((name) => join(store, name));
  for (const path of [store, ...inside]) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * Whether {@link asReader} works here. Root may write anywhere, so another user must exist who can run this runtime and
 * read the build.
 */
export const canBecomeReader = process.getuid?.() === 0 && canRead(fileURLToPath(builtFile("index.js")));

function canRead(path: string): boolean {
  const script = "require('node:fs').readFileSync(process.argv[1])";
  return spawnSync(process.execPath, ["-e", script, path], NOBODY).status === 0;
}

/**
 * Runs a script as a user who may read a store but not write to it, and returns the JSON that it prints. The script sees
 * `Repository`, the opened `repository`, and `args`.
 */
export function asReader(store: string, body: string, ...args: string[]): unknown {
  chmodSync(join(store, ".."), 0o755);
  openToOthers(store);
  const script = join(store, "../script.mjs");
  writeFileSync(
    script,
    `const [, , index, store, ...args] = process.argv;
    const { Repository } = await import(index);
    const repository = await Repository.open(store, { surface: "cli" });
    ${body}
    process.exit();`,
  );
  chmodSync(script, 0o644);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [script, builtFile("index.js").href, store, ...args],
    { ...NOBODY, encoding: "utf8" },
  );
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}
