// The file format: https://sqlite.org/fileformat2.html; b-trees are in its section 1.6.
const INTERIOR = [0x02, 0x05];
const LEAF = [0x0a, 0x0d];
const OF_INDEX = [0x02, 0x0a];
/** Size of the file's header at the start of the first page, in bytes. */
const FILE_HEADER = 100;
const INTERIOR_HEADER = 12;
/**
 * Maximum depth of a b-tree, that of SQLite's own cursors. SQLite's checks have no limit and would overflow the stack.
 */
const MAX_LEVELS = 20;

/** The key of a b-tree: rowids for a table, columns for an index. */
export type TreeKind = "table" | "index";

/** Thrown for a file that is not safe to open with SQLite. */
export class UnsoundDatabase extends Error {
  /** Whether it is a database at all. */
  readonly isDatabase: boolean;

  constructor(message: string, isDatabase: boolean) {
    super(message);
    this.isDatabase = isDatabase;
  }
}

/** Returns whether bytes start like an SQLite 3 database. */
export function isDatabase(start: Uint8Array): boolean {
  return Buffer.from("SQLite format 3\0").equals(start.subarray(0, 16));
}

/**
 * Checks that a b-tree of a database file is a tree: every page is reached once and within the maximum depth. SQLite does
 * not check this, and would loop for ever over pages that share children, in a call that cannot be interrupted. Throws
 * {@link UnsoundDatabase}.
 */
export function requireTree(file: Buffer, root: number): TreeKind {
  const pageSize = pageSizeOf(file);
  const seen = new Set<number>();
  let level = [root];
  for (let levels = 0; level.length > 0; levels++) {
    if (levels === MAX_LEVELS) throw damaged();
    const below: number[] = [];
    for (const page of level) {
      const end = page * pageSize;
      if (page < 1 || end > file.length || seen.has(page)) throw damaged();
      seen.add(page);
      for (const child of childrenOf(file.subarray(end - pageSize, end), headerAt(page))) below.push(child);
    }
    level = below;
  }
  return OF_INDEX.includes(file.readUInt8((root - 1) * pageSize + headerAt(root))) ? "index" : "table";
}

/** The first page starts with the file's header. */
function headerAt(page: number): number {
  return page === 1 ? FILE_HEADER : 0;
}

function* childrenOf(page: Buffer, header: number): Generator<number> {
  const type = page.readUInt8(header);
  if (LEAF.includes(type)) return;
  const cells = page.readUInt16BE(header + 3);
  const pointers = header + INTERIOR_HEADER;
  if (!INTERIOR.includes(type) || pointers + 2 * cells > page.length) throw damaged();
  for (let at = pointers; at < pointers + 2 * cells; at += 2) {
    const cell = page.readUInt16BE(at);
    if (cell + 4 > page.length) throw damaged();
    yield page.readUInt32BE(cell);
  }
  yield page.readUInt32BE(header + 8);
}

function pageSizeOf(file: Buffer): number {
  if (file.length < FILE_HEADER || !isDatabase(file)) {
    throw new UnsoundDatabase("it is not an SQLite 3 database", false);
  }
  const size = file.readUInt16BE(16);
  // 65,536 does not fit into two bytes.
  const bytes = size === 1 ? 65_536 : size;
  if (bytes < 512 || (bytes & (bytes - 1)) !== 0) throw damaged();
  return bytes;
}

function damaged(): UnsoundDatabase {
  return new UnsoundDatabase("its pages do not make a tree", true);
}
