import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { type ErrorCode, StrataError } from "../errors.ts";

/** The document of a failed request. */
export interface Failure {
  readonly error: string;
  readonly code: ErrorCode;
  readonly hint?: string;
}

/** The status of each code; 400 of the others, which say that the request is wrong. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  NoRoute: 404,
  UnknownLabel: 404,
  LabelDeleted: 404,
  UnknownMerge: 404,
  ENOENT: 404,
  NoStore: 404,
  TooSlow: 408,
  EEXIST: 409,
  ENOTEMPTY: 409,
  LabelExists: 409,
  LabelMoved: 409,
  LabelProtected: 409,
  NothingToUndo: 409,
  NothingToRedo: 409,
  MergeEnded: 409,
  MergeOpen: 409,
  StaleStep: 409,
  WouldUndo: 409,
  FilesInTheWay: 409,
  SnapshotPruned: 410,
  TooLarge: 413,
  TooManyRequests: 429,
  Internal: 500,
  WriteFailed: 500,
  ReadFailed: 500,
  CorruptObject: 500,
  MissingObject: 500,
  CorruptPack: 500,
  DatabaseDamaged: 500,
  NotAStore: 503,
  StoreTooNew: 503,
  StoreMoved: 503,
  StoreLocked: 503,
  StoreBusy: 503,
  LeaseLost: 503,
  StoreReadOnly: 503,
  Cancelled: 503,
  DiskFull: 507,
};

/** What the system says where the server's user may not touch a file. */
const NOT_ALLOWED: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "EROFS"]);

/** Returns the HTTP status of an error. */
export function statusOf({ code, data }: StrataError): number {
  if ((code === "ReadFailed" || code === "WriteFailed") && NOT_ALLOWED.has(data?.errno)) return 403;
  return STATUS[code] ?? 400;
}

/**
 * Returns the document of an error. Paths of the server are left out unless they are among `asked`, those that the request named, or
 * below one: nobody need learn where the store is. Of a bug only that there is one is told.
 */
export function failureOf(error: StrataError, asked: readonly string[], storeFolder: string): Failure {
  const { code, hint, data } = error;
  const own = [data?.path, data?.folder, data?.from, data?.to, storeFolder, homedir()].filter(isPath);
  const told = (text: string) => withoutPaths(text, asked, own);
  const message =
    code === "Internal" ? "Something in Strata is wrong; its own output has the details." : error.message;
  return { error: told(message), code, ...(hint !== undefined && { hint: told(hint) }) };
}

/** Returns the paths in a document from a request. */
export function pathsIn(document: unknown): string[] {
  if (typeof document === "string") return isPath(document) ? [document] : [];
  if (typeof document !== "object" || document === null) return [];
  return Object.values(document).flatMap(pathsIn);
}

/** Stands for a path that may be told. */
const MARK = "\u0001";
/** An absolute path, as messages have it: up to a space or a quote. */
const PATH = new RegExp(
  `(?<![\\w.~/\\\\:)\\]}@${MARK}-])(?:[A-Za-z]:[\\\\/]|/|\\\\\\\\)[^\\s"'\`,;()]+`,
  "g",
);

function withoutPaths(text: string, asked: readonly string[], own: readonly string[]): string {
  // Known ones whole, since a path may have spaces; the longest first, since one may lie in another.
  const known = [...asked].sort((a, b) => b.length - a.length);
  const marked = known.reduce((rest, path, no) => rest.replaceAll(path, `${MARK}${no}${MARK}`), text);
  const left = own.reduce((rest, path) => rest.replaceAll(path, "…"), marked).replace(PATH, "…");
  return known.reduce((rest, path, no) => rest.replaceAll(`${MARK}${no}${MARK}`, path), left);
}

function isPath(text: unknown): text is string {
  return typeof text === "string" && text.length > 1 && isAbsolute(text);
}

/** The error of a route that is not there. */
export function noRoute(method: string, path: string): StrataError {
  return new StrataError("NoRoute", `There is no ${method} ${path}.`, {
    hint: "The document openapi.json lists what there is.",
  });
}
