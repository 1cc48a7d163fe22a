/**
 * The flat rows of a tree with some folders open and some pages loaded. Pure, free of any view,
 * and shared by the trees of files and of changes: its exports are stable.
 */

/** An entry of a tree, keyed by its path. Its name has several parts where folders were passed through. */
export interface TreeEntry {
  readonly path: string;
  readonly type: "file" | "symlink" | "directory";
}

/** The loaded part of a folder: the number of its direct children, and the loaded pages by number. */
export interface LoadedFolder<T> {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly T[]>;
}

/** The source of a tree's rows. */
export interface TreeSource<T> {
  /** The path of the folder that is shown: "" for the root. */
  readonly root: string;
  /** The number of rows of a full page. */
  readonly pageSize: number;
  /** By path. A folder that is missing here shows one gap until its first page is loaded. */
  readonly folders: ReadonlyMap<string, LoadedFolder<T>>;
  /** The paths of the folders that are open. Those that are not in the tree, or not loaded yet, count for nothing. */
  readonly expanded: ReadonlySet<string>;
}

/** An entry, or a gap that is not loaded yet. `depth` is 0 for direct children of the shown folder. */
export type TreeRow<T> =
  | {
      readonly kind: "item";
      readonly item: T;
      /** The parent folder; the shown path is relative to it. */
      readonly folder: string;
      readonly page: number;
      readonly depth: number;
      readonly expanded: boolean;
      /** From 1, among the `setsize` in its folder. */
      readonly posinset: number;
      readonly setsize: number;
    }
  | {
      readonly kind: "gap";
      readonly folder: string;
      readonly page: number;
      readonly depth: number;
      readonly posinset: number;
      readonly setsize: number;
    };

/** A page of a folder, as it is asked for. */
export interface PageKey {
  readonly folder: string;
  readonly page: number;
}

/** Returns the key of a page. */
export function keyOf({ folder, page }: PageKey): string {
  return `${page}:${folder}`;
}

/** The rows of a tree. Each look-up takes the logarithm of the open folders, times the depth. */
export interface TreeRows<T> {
  readonly count: number;
  /** Throws `RangeError` for an index outside of the rows. */
  row(index: number): TreeRow<T>;
  /** Returns the index of a path's row; -1 for one that is not loaded or is in a closed folder. */
  indexOf(path: string): number;
  /** Returns the index of a row's parent folder; -1 for the outermost rows. */
  parentOf(index: number): number;
  /** Lists the pages that rows from `first` to `last` are of, loaded or not, each once. */
  pagesIn(first: number, last: number): PageKey[];
}

/** An open folder. `children` are the open ones directly in it, by where they are in it. */
interface Open<T> {
  readonly path: string;
  readonly depth: number;
  readonly total: number;
  readonly folder: LoadedFolder<T> | undefined;
  readonly parent: Open<T> | undefined;
  /** Its own row's place in its parent. */
  readonly at: number;
  readonly children: Open<T>[];
  /** Before each child, how many rows the earlier children show. */
  readonly before: number[];
  /** All rows that it shows. */
  rows: number;
}

/** The position of a row: the `at`th of a folder. */
interface Place<T> {
  readonly open: Open<T>;
  readonly at: number;
}

/** Makes the rows of a tree. */
export function treeRows<T extends TreeEntry>(source: TreeSource<T>): TreeRows<T> {
  const { pageSize } = source;
  const root = openFolder(source, source.root, undefined, -1);
  const placed = placeFolders(source, root);
  const place = (index: number): Place<T> => {
    if (!(index >= 0 && index < root.rows)) throw new RangeError(`There is no row ${index}`);
    return placeIn(root, index);
  };
  const row = (index: number): TreeRow<T> => {
    const { open, at } = place(index);
    const page = Math.floor(at / pageSize);
    const where = { folder: open.path, page, depth: open.depth, posinset: at + 1, setsize: open.total };
    const item = open.folder?.pages.get(page)?.[at % pageSize];
    if (item === undefined) return { kind: "gap", ...where };
    const expanded = item.type === "directory" && placed.has(item.path);
    return { kind: "item", item, expanded, ...where };
  };
  return {
    count: root.rows,
    row,
    indexOf(path) {
      const parent = nearest(placed, path, root.path);
      if (parent === undefined) return -1;
      const asFile = placeOf(parent.folder, path, pageSize);
      const at = asFile === -1 ? placeOf(parent.folder, `${path}/`, pageSize) : asFile;
      return at === -1 ? -1 : indexAt(parent, at);
    },
    parentOf(index) {
      const { open } = place(index);
      return open.parent === undefined ? -1 : indexAt(open.parent, open.at);
    },
    pagesIn(first, last) {
      const pages = new Map<string, PageKey>();
      for (let index = Math.max(0, first); index <= Math.min(last, root.rows - 1); index++) {
        const { open, at } = place(index);
        const page = { folder: open.path, page: Math.floor(at / pageSize) };
        pages.set(keyOf(page), page);
      }
      return [...pages.values()];
    },
  };
}

/** The effect of a key in a tree: selects a row, or toggles a folder. */
export type TreeStep = { readonly select: number } | { readonly toggle: string };

/** Returns the effect of the right and left keys on a row; undefined for none, and for other keys. */
export function treeStep<T extends TreeEntry>(
  rows: TreeRows<T>,
  index: number,
  key: string,
): TreeStep | undefined {
  const row = rows.row(index);
  const isFolder = row.kind === "item" && row.item.type === "directory";
  if (key === "ArrowRight" && isFolder) {
    if (!row.expanded) return { toggle: row.item.path };
    const inside = index + 1 < rows.count && rows.row(index + 1).depth > row.depth;
    return inside ? { select: index + 1 } : undefined;
  }
  if (key !== "ArrowLeft") return undefined;
  if (isFolder && row.expanded) return { toggle: row.item.path };
  const parent = rows.parentOf(index);
  return parent === -1 ? undefined : { select: parent };
}

/** Finds the open folders that are in the tree, each with its rows counted, by path. */
function placeFolders<T extends TreeEntry>(
  source: TreeSource<T>,
  root: Open<T>,
): ReadonlyMap<string, Open<T>> {
  const placed = new Map([[root.path, root]]);
  // Outer folders first: a folder's place depends on its parent's.
  for (const path of [...source.expanded].sort((a, b) => a.length - b.length)) {
    const parent = nearest(placed, path, root.path);
    const at = parent === undefined ? -1 : placeOf(parent.folder, `${path}/`, source.pageSize);
    if (parent === undefined || at === -1) continue;
    const child = openFolder(source, path, parent, at);
    parent.children.push(child);
    placed.set(path, child);
  }
  for (const folder of [...placed.values()].reverse()) count(folder);
  return placed;
}

function openFolder<T>(
  { folders }: TreeSource<T>,
  path: string,
  parent: Open<T> | undefined,
  at: number,
): Open<T> {
  const folder = folders.get(path);
  const total = folder?.total ?? 1;
  const depth = parent === undefined ? 0 : parent.depth + 1;
  return { path, depth, total, folder, parent, at, children: [], before: [], rows: total };
}

/** Counts a folder's rows, those of its children being counted. */
function count<T>(folder: Open<T>): void {
  folder.children.sort((a, b) => a.at - b.at);
  let rows = 0;
  for (const child of folder.children) {
    folder.before.push(rows);
    rows += child.rows;
  }
  folder.rows = folder.total + rows;
}

function placeIn<T>(folder: Open<T>, index: number): Place<T> {
  const { children, before } = folder;
  // The last child whose own row is before the one looked for.
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.at ?? 0) + (before[middle] ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  const child = children[low - 1];
  if (child === undefined) return { open: folder, at: index };
  const inside = index - (child.at + (before[low - 1] ?? 0)) - 1;
  if (inside < child.rows) return placeIn(child, inside);
  return { open: folder, at: index - (before[low - 1] ?? 0) - child.rows };
}

/** Returns the index of the row that is the `at`th of a folder. */
function indexAt<T>({ parent, at: own, children, before }: Open<T>, at: number): number {
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const inside = at + (low === 0 ? 0 : (before[low - 1] ?? 0) + (children[low - 1]?.rows ?? 0));
  return parent === undefined ? inside : indexAt(parent, own) + 1 + inside;
}

/** Where in their pages, which never change, files and links are by path, and folders by path and `/`. */
const places = new WeakMap<readonly TreeEntry[], ReadonlyMap<string, number>>();

/** Finds where in a folder something is; -1 where it is not loaded. */
function placeOf<T extends TreeEntry>(
  folder: LoadedFolder<T> | undefined,
  name: string,
  pageSize: number,
): number {
  for (const [no, page] of folder?.pages ?? []) {
    let known = places.get(page);
    if (known === undefined) {
      known = new Map(page.map(({ path, type }, at) => [type === "directory" ? `${path}/` : path, at]));
      places.set(page, known);
    }
    const at = known.get(name);
    if (at !== undefined) return no * pageSize + at;
  }
  return -1;
}

function nearest<T>(placed: ReadonlyMap<string, Open<T>>, path: string, root: string): Open<T> | undefined {
  for (const ancestor of ancestorsOf(path, root)) {
    const found = placed.get(ancestor);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the folders that contain a path, the innermost first and `root` last; none for a path outside `root`. */
function* ancestorsOf(path: string, root: string): Generator<string> {
  let folder = path;
  while (folder.length > root.length) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    if (folder.length >= root.length) yield folder;
  }
}
