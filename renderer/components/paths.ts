/** A file or folder of a label that is looked at, in whichever snapshot; "" is the root. */
export interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

/** One step on the way to a path. */
export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** Returns the steps to a path, from the first folder to the path itself; none for the root. */
export function crumbsOf(path: string): Crumb[] {
  if (path === "") return [];
  const names = path.split("/");
  return names.map((name, no) => ({ name, path: names.slice(0, no + 1).join("/") }));
}

/** Lists the paths below `folder` that lead to `path`, itself included: `a/b` and `a/b/c` from `a` to `a/b/c`. */
export function pathsBetween(folder: string, path: string): string[] {
  return crumbsOf(path)
    .map((crumb) => crumb.path)
    .filter((each) => each.length > folder.length);
}

/** Names a path of a snapshot as commands take it. */
export function refOf(snapshot: string, path: string): string {
  return path === "" ? snapshot : `${snapshot}:${path}`;
}

/** Returns the URL of a file's content as an image of a type. */
export function contentUrl(snapshot: string, path: string, mediaType: string): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `app://strata/content/${snapshot}/${encoded}?type=${encodeURIComponent(mediaType)}`;
}

/** Returns a path relative to a folder that contains it. */
export function pathIn(folder: string, path: string): string {
  return folder === "" ? path : path.slice(folder.length + 1);
}

/** Returns the path of a name in a folder; "" is the root. */
export function pathOf(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Returns a folder's direct child that is, or contains, a path. */
export function childIn(folder: string, path: string): string {
  const start = folder === "" ? 0 : folder.length + 1;
  const end = path.indexOf("/", start);
  return end === -1 ? path : path.slice(0, end);
}

/** Whether a path is a folder's own or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
