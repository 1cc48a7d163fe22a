import { type Dirent, lstatSync, opendirSync, readlinkSync } from "node:fs";
import { basename, dirname } from "node:path";
import { StrataError } from "../errors.ts";
import { decodeUtf8, pathProblem } from "../manifest/path.ts";
import type { FolderIdentity } from "./folder-identity.ts";
import { readGitignore, readIgnoreFile } from "./ignore-file.ts";
import type { IgnoreRules } from "./ignore-rules.ts";
import { type Signature, signatureOf } from "./signature.ts";
import { isTemporaryName } from "./temporary-names.ts";
import { cannotRead, whyUnreadable } from "./unreadable.ts";

/** Something in the folder that is not in the snapshot, and why. */
export interface Skipped {
  /** Relative to the snapshot's root. Invalid UTF-8 shows as U+FFFD. */
  readonly path: string;
  readonly reason: string;
}

/** A file found by a walk. */
export interface FoundFile {
  readonly type: "file";
  readonly path: string;
  /** Its folder on disk: one object for all files of a folder. */
  readonly folder: Buffer;
  readonly name: string;
  /** Whether it was named by itself, so that the folder's other files are unknown. */
  readonly alone: boolean;
  readonly size: number;
  /** The whole `st_mode`. */
  readonly mode: number;
  readonly signature: Signature;
}

/** A file, a link or an empty folder found by a walk. */
export type Found =
  | FoundFile
  | { readonly type: "symlink"; readonly path: string; readonly target: string }
  | { readonly type: "folder"; readonly path: string };

/** Options of a walk. */
export interface WalkOptions {
  /** A folder that is never entered: the store's. */
  readonly exclude: FolderIdentity;
  readonly skip: (skipped: Skipped) => void;
  /** Called for each file and folder that rules leave out. Such a folder is not entered. */
  readonly ignored?: (path: string) => void;
  /** Called for each folder before its contents, with its path on disk. */
  readonly entered?: (path: string, folder: Buffer) => void;
}

type Kind = "file" | "symlink" | "folder" | "socket" | "named pipe" | "device" | "special file";

/** Something in a folder. */
interface Child {
  readonly raw: Buffer;
  /** With replacement characters if it is not valid UTF-8. */
  readonly name: string;
  readonly valid: boolean;
  readonly kind: Kind;
}

const SLASH = Buffer.from("/");
/** Files in these folders get their content as they are read, some without end. */
const KERNEL_FOLDERS = ["proc", "sys", "dev"];
/** No path of this length or less is too long: a UTF-16 unit takes at most three bytes. */
const SURELY_SHORT = 1365;

/**
 * Yields what is at a path on disk as `path` in the snapshot, or what is below it if `path` is "": every file, link and
 * empty folder, in byte order of their paths. An empty folder comes where its contents would. Things that cannot be in
 * a snapshot go to `skip` with the reason. Links are not followed. Throws `BadIgnoreRules`, and `ReadFailed` if `from`
 * itself cannot be read.
 */
export function* walk(
  from: Buffer,
  path: string,
  rules: IgnoreRules,
  options: WalkOptions,
): Generator<Found> {
  const root = lookAt(from);
  if (root.children === undefined) {
    const folder = Buffer.from(dirname(from.toString()));
    const raw = Buffer.from(basename(from.toString()));
    const child: Child = { raw, name: raw.toString(), valid: true, kind: root.kind };
    const skip = ({ reason }: Skipped) => {
      throw cannotRead(from.toString(), reason);
    };
    for (const found of visit(folder, child, path, rules, { ...options, skip })) {
      yield found.type === "file" ? { ...found, alone: true } : found;
    }
  } else if (path === "") yield* walkChildren(from, "", root.children, rules, options);
  else yield* walkFolder(from, path, root.children, rules, options);
}

/** Looks at a path that a person named. */
function lookAt(from: Buffer): { kind: Kind; children?: readonly ChildKey[] } {
  try {
    const kind = kindOf(lstatSync(from));
    return kind === "folder" ? { kind, children: list(from) } : { kind };
  } catch (thrown) {
    throw cannotRead(from.toString(), whyUnreadable(thrown), thrown);
  }
}

function* visit(
  folder: Buffer,
  { raw, name, kind }: Child,
  path: string,
  rules: IgnoreRules,
  options: WalkOptions,
): Generator<Found> {
  const wrong = path.length > SURELY_SHORT ? pathProblem(path) : undefined;
  if (wrong !== undefined) {
    options.skip({ path: `${path.slice(0, 200)}…`, reason: wrong });
    return;
  }
  const from = onDisk(folder, raw);
  try {
    if (kind === "file") yield found(path, folder, name, from);
    else if (kind === "symlink") yield { type: "symlink", path, target: readTarget(from) };
    else if (kind !== "folder") options.skip({ path, reason: `it is a ${kind}` });
    else if (options.exclude.is(from)) options.skip({ path, reason: "it is the store itself" });
    else if (isKernels(folder, name))
      options.skip({ path, reason: "it is the system's own, and on no disk" });
    else yield* walkFolder(from, path, list(from), rules, options);
  } catch (thrown) {
    // A typed error is about the whole walk.
    if (thrown instanceof StrataError) throw thrown;
    options.skip({ path, reason: whyUnreadable(thrown) });
  }
}

/** Walks a folder. If everything in it was skipped or ignored, it is an empty folder in the snapshot. */
function* walkFolder(
  folder: Buffer,
  path: string,
  children: readonly ChildKey[],
  rules: IgnoreRules,
  options: WalkOptions,
): Generator<Found> {
  options.entered?.(path, folder);
  let empty = true;
  for (const below of walkChildren(folder, `${path}/`, children, rules, options)) {
    empty = false;
    yield below;
  }
  if (empty) yield { type: "folder", path };
}

function* walkChildren(
  folder: Buffer,
  prefix: string,
  children: readonly ChildKey[],
  outer: IgnoreRules,
  options: WalkOptions,
): Generator<Found> {
  const rules = enter(folder, prefix, children, outer);
  for (const key of children) {
    const child = childOf(key);
    const path = prefix + child.name;
    if (!child.valid) options.skip({ path, reason: "its name is not valid UTF-8" });
    else if (rules.ignores(path, child.kind === "folder")) options.ignored?.(path);
    else if (child.kind !== "folder" && isTemporaryName(child.name))
      options.skip({ path, reason: "it is a temporary file of an export" });
    else yield* visit(folder, child, path, rules, options);
  }
}

/** Lists a folder in the manifest's order. */
function list(folder: Buffer): ChildKey[] {
  // In batches: a folder may have half a million names, and Node's entry objects take 300 bytes each.
  const open = opendirSync(folder as unknown as string, {
    encoding: "buffer" as BufferEncoding,
    bufferSize: 1024,
  });
  try {
    const keys: ChildKey[] = [];
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      keys.push(keyOf(entry as unknown as Dirent<Buffer>));
    }
    // By code units, which are bytes here.
    return keys.sort();
  } finally {
    open.closeSync();
  }
}

/**
 * A compact form of a folder's item: its name, with one character for each byte, and its kind. Keys sort in the
 * manifest's order: a folder `a` as `a/`.
 */
type ChildKey = string;

const KINDS: readonly Kind[] = ["file", "symlink", "socket", "named pipe", "device", "special file"];
/** Names contain neither slashes nor NULs, and are unique in a folder. */
const KIND_ENDS = KINDS.map((_, i) => Buffer.from(`\0${i}`));

function keyOf(entry: Dirent<Buffer>): ChildKey {
  const kind = kindOf(entry);
  const end = (kind === "folder" ? SLASH : KIND_ENDS[KINDS.indexOf(kind)]) ?? SLASH;
  // As one flat string: the concatenation of two takes twice the memory.
  return Buffer.concat([entry.name, end]).toString("latin1");
}

function childOf(key: ChildKey): Child {
  const isFolder = key.endsWith("/");
  const raw = Buffer.from(key.slice(0, isFolder ? -1 : -2), "latin1");
  const kind = isFolder ? "folder" : (KINDS[Number(key.at(-1))] ?? "special file");
  const name = decodeUtf8(raw);
  return { raw, kind, name: name ?? raw.toString(), valid: name !== undefined };
}

function kindOf(
  entry: Pick<
    Dirent,
    | "isFile"
    | "isDirectory"
    | "isSymbolicLink"
    | "isSocket"
    | "isFIFO"
    | "isBlockDevice"
    | "isCharacterDevice"
  >,
): Kind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isSocket()) return "socket";
  if (entry.isFIFO()) return "named pipe";
  return entry.isBlockDevice() || entry.isCharacterDevice() ? "device" : "special file";
}

function found(path: string, folder: Buffer, name: string, from: Buffer): FoundFile {
  const stat = lstatSync(from, { bigint: true });
  return {
    type: "file",
    path,
    folder,
    name,
    alone: false,
    size: Number(stat.size),
    mode: Number(stat.mode),
    signature: signatureOf(stat),
  };
}

/** Returns whether a folder is one of the kernel's, as at the root of a whole system. */
function isKernels(above: Buffer, name: string): boolean {
  return above.equals(SLASH) && KERNEL_FOLDERS.includes(name);
}

/** Joins a folder on disk and a name in it, both as bytes. */
export function onDisk(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, SLASH, name]);
}

function readTarget(from: Buffer): string {
  const target = decodeUtf8(readlinkSync(from, { encoding: "buffer" }));
  if (target === undefined) throw new Error("its target is not valid UTF-8");
  return target;
}

/** Returns the rules with those of the ignore files in a folder. Throws `BadIgnoreRules`. */
function enter(
  folder: Buffer,
  prefix: string,
  children: readonly ChildKey[],
  rules: IgnoreRules,
): IgnoreRules {
  const texts: { strataignore?: string; gitignore?: string } = {};
  for (const key of children) {
    if (!key.startsWith(".strataignore") && !key.startsWith(".gitignore")) continue;
    const { raw, name, kind } = childOf(key);
    if (name === ".strataignore") texts.strataignore = readIgnoreFile(onDisk(folder, raw), kind);
    else if (name === ".gitignore" && rules.readsGitignore)
      texts.gitignore = readGitignore(onDisk(folder, raw), kind);
  }
  return Object.keys(texts).length === 0 ? rules : rules.enter(prefix, texts);
}
