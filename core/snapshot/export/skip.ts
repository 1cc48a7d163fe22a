import { asStrataError, type ErrorCode, StrataError } from "../../errors.ts";

/** The reason why one entry was skipped. */
export interface Skip {
  readonly code: ErrorCode;
  /** A clause without the path. */
  readonly reason: string;
  /** Whether the overwrite rule kept what was there, which is not a failure. */
  readonly kept?: boolean;
}

/** An entry that an export did not write. */
export interface Skipped extends Skip {
  /** Relative to the target, as in the snapshot. */
  readonly path: string;
}

/** Errors of one file of a snapshot, not of the store as a whole. */
const DAMAGE: ReadonlySet<ErrorCode> = new Set([
  "CorruptObject",
  "MissingObject",
  "CorruptPack",
  "ReadFailed",
]);

/** Errors that the next file would meet too. */
const ENDS_EVERYTHING: ReadonlySet<string> = new Set([
  "ENOSPC",
  "EDQUOT",
  "EIO",
  "EROFS",
  "EMFILE",
  "ENFILE",
]);

const REASONS: Readonly<Record<string, Skip>> = {
  EACCES: { code: "WriteFailed", reason: "permission denied" },
  EPERM: { code: "WriteFailed", reason: "the system does not permit it" },
  EBUSY: { code: "WriteFailed", reason: "another program is using what is there" },
  EFBIG: { code: "WriteFailed", reason: "it is larger than a file may be on this disk" },
  ENAMETOOLONG: { code: "EINVAL", reason: "its name is too long for this disk" },
  EINVAL: { code: "EINVAL", reason: "this disk does not allow its name" },
  EILSEQ: { code: "EINVAL", reason: "this disk does not allow its name" },
  ENOENT: { code: "ENOENT", reason: "its folder vanished during the export" },
  EEXIST: { code: "EEXIST", reason: "something took its place during the export" },
  ENOTDIR: { code: "ENOTDIR", reason: "something took its folder's place during the export" },
};

/** Returns the reason to skip an entry for an error; throws the error if it concerns the whole export. */
export function skipFor(thrown: unknown): Skip {
  if (thrown instanceof StrataError && DAMAGE.has(thrown.code)) {
    return { code: thrown.code, reason: thrown.message };
  }
  const errno = errnoOf(thrown);
  if (errno === undefined || ENDS_EVERYTHING.has(errno)) throw asStrataError(thrown, "exporting");
  return REASONS[errno] ?? { code: "WriteFailed", reason: `the system refused it (${errno})` };
}

/** Returns the system's code of an error, like `ENOSPC`; undefined if it is not a system error. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown instanceof StrataError) return undefined;
  const { code } = thrown as NodeJS.ErrnoException;
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
