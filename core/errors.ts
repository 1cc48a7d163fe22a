/**
 * The codes of all errors. They are stable: surfaces and scripts match on them, never on message text. POSIX codes
 * (`EINVAL`, `ENOENT`, …) mean the same as in Node's `fs`.
 */
export type ErrorCode =
  // The request is wrong.
  | "EINVAL"
  | "ENOENT"
  | "ENOTDIR"
  | "EISDIR"
  | "EEXIST"
  | "ENOTEMPTY"
  | "ELOOP"
  | "BadInput"
  | "BadLabelName"
  | "UnknownReference"
  | "AmbiguousReference"
  | "NotASnapshot"
  | "SnapshotPruned"
  | "UnknownLabel"
  | "LabelExists"
  | "LabelMoved"
  | "LabelDeleted"
  | "LabelProtected"
  | "NothingToUndo"
  | "NothingToRedo"
  | "NotInHistory"
  | "TooManyBases"
  | "UnknownMerge"
  | "MergeEnded"
  | "MergeOpen"
  | "StaleStep"
  | "NothingToImport"
  | "BadIgnoreRules"
  | "WouldUndo"
  | "NameCollision"
  | "FilesInTheWay"
  | "CannotPreview"
  | "Cancelled"
  // A server refuses a request before it reaches a command, or cannot be started.
  | "Unauthorized"
  | "Forbidden"
  | "NoRoute"
  | "TooSlow"
  | "TooLarge"
  | "TooManyRequests"
  | "PortInUse"
  // The store cannot do it at the moment.
  | "StoreLocked"
  | "StoreBusy"
  | "LeaseLost"
  | "StoreReadOnly"
  | "StoreTooNew"
  | "StoreMoved"
  | "ProfileMismatch"
  | "NoStore"
  | "NotAStore"
  | "StoreInFolder"
  | "DiskFull"
  | "WriteFailed"
  | "ReadFailed"
  // Stored data is damaged.
  | "CorruptObject"
  | "MissingObject"
  | "CorruptPack"
  | "DatabaseDamaged"
  // A bug in Strata.
  | "Internal";

/** The JSON form of an error, the same over IPC, HTTP, MCP, `--json` and workers' messages. */
export interface ErrorJson {
  code: ErrorCode;
  message: string;
  hint?: string;
  data?: Record<string, unknown>;
}

/**
 * An error that a person can act on: a stable `code`, one sentence, what to do next (`hint`) and facts (`data`, plain
 * JSON). It crosses threads and processes as {@link ErrorJson} and is rebuilt on the other side.
 */
export class StrataError extends Error {
  override readonly name = "StrataError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly data: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string; data?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.hint = more.hint;
    this.data = more.data;
  }

  /** Returns the JSON form, without stack or cause. */
  toJSON(): ErrorJson {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.data === undefined ? {} : { data: this.data }),
    };
  }

  /** Rebuilds an error from its JSON form. */
  static fromJSON(json: ErrorJson): StrataError {
    return new StrataError(json.code, json.message, json);
  }
}

/** Returns the error of work that was cancelled on request. */
export function cancelled(): StrataError {
  return new StrataError("Cancelled", "It was cancelled; nothing was changed.");
}

/**
 * Converts anything thrown to a {@link StrataError}: ours unchanged, an operating system's or SQLite's error by its code,
 * everything else as `Internal`, a bug whose cause is kept for the log.
 */
export function asStrataError(thrown: unknown, doing = "working"): StrataError {
  if (thrown instanceof StrataError) return thrown;
  const { code, message, path, syscall } = describe(thrown);
  if (code?.startsWith("SQLITE_")) return databaseError(code, message, doing, thrown);
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(doing, thrown, path);
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    const failed = READING.has(syscall ?? "") ? "ReadFailed" : "WriteFailed";
    return new StrataError(failed, `Permission denied${path ? `: ${path}` : ""} (while ${doing}).`, {
      hint: "Check who owns the file or folder and whether it is read-only.",
      data: { path, errno: code },
      cause: thrown,
    });
  }
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "EEXIST" || code === "ELOOP") {
    const isToBeMade = code === "ENOENT" && MAKING.has(syscall ?? "");
    const problem = isToBeMade
      ? "It cannot be made, since a folder above it is missing"
      : PATH_PROBLEMS[code];
    return new StrataError(code, `${problem}: ${path ?? message}`, {
      hint: "Check the path; a relative one counts from the current folder.",
      data: { path },
      cause: thrown,
    });
  }
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) {
    return new StrataError(
      READING.has(syscall ?? "") ? "ReadFailed" : "WriteFailed",
      `The system reported an error: ${message}`,
      {
        hint: "Check the disk, then run it again; nothing that was there before is lost.",
        data: { path, errno: code, doing },
        cause: thrown,
      },
    );
  }
  return new StrataError("Internal", `Something in Strata is wrong (while ${doing}): ${message}`, {
    hint: "Please report this; the store is not changed by a failed command.",
    cause: thrown,
  });
}

/** The error of work that found no room on a disk: the one that `path` is on. */
export function diskFull(doing: string, cause: unknown, path?: string): StrataError {
  const where = path ? ` of ${path}` : "";
  return new StrataError("DiskFull", `The disk${where} is full (while ${doing}).`, {
    hint: "Free some space on it and run it again; nothing that was there before is lost.",
    data: { path },
    cause,
  });
}

/** Maps SQLite's result codes (https://sqlite.org/rescode.html); extended codes begin with their primary one. */
function databaseError(code: string, message: string, doing: string, cause: unknown): StrataError {
  const is = (...primary: string[]) => primary.some((name) => code === name || code.startsWith(`${name}_`));
  if (is("SQLITE_BUSY", "SQLITE_LOCKED")) {
    return new StrataError("StoreLocked", `Another process is writing to the store (while ${doing}).`, {
      hint: "Try again when it has finished, or wait longer with --lock-wait.",
      data: { sqlite: code },
      cause,
    });
  }
  if (is("SQLITE_FULL")) return diskFull(doing, cause);
  if (is("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")) {
    return new StrataError(
      "StoreReadOnly",
      `The store cannot be opened for this (while ${doing}): ${message}`,
      {
        hint: "Check who owns the store's folder, and that it is not on a read-only disk.",
        data: { sqlite: code },
        cause,
      },
    );
  }
  if (is("SQLITE_CORRUPT", "SQLITE_NOTADB")) {
    return new StrataError("DatabaseDamaged", `A database of the store is damaged (while ${doing}).`, {
      hint: "Run `strata recover` to bring back the newest good copy; the damaged file is kept.",
      data: { sqlite: code },
      cause,
    });
  }
  // A trigger of the database of a store that went elsewhere; it tells the whole error.
  if (code === "SQLITE_CONSTRAINT_TRIGGER") {
    const moved = movedIn(message, cause);
    if (moved !== undefined) return moved;
  }
  // What is written goes by what was read: if it does not go together, the tables of the database do not.
  if (is("SQLITE_CONSTRAINT")) {
    return new StrataError(
      "DatabaseDamaged",
      `A database of the store contradicts itself (while ${doing}): ${message}.`,
      {
        hint: "Run `strata verify` to see what is damaged; if that is nothing, please report this.",
        data: { sqlite: code },
        cause,
      },
    );
  }
  if (is("SQLITE_IOERR")) {
    return new StrataError("WriteFailed", `The disk failed in the store's database (while ${doing}).`, {
      hint: "Check the disk, then run it again; nothing that was there before is lost.",
      data: { sqlite: code },
      cause,
    });
  }
  return new StrataError("Internal", `The store's database reported an error (while ${doing}): ${message}`, {
    hint: "Please report this; the store is not changed by a failed command.",
    data: { sqlite: code },
    cause,
  });
}

function movedIn(message: string, cause: unknown): StrataError | undefined {
  try {
    const json = JSON.parse(message) as ErrorJson;
    return json.code === "StoreMoved"
      ? new StrataError(json.code, json.message, { ...json, cause })
      : undefined;
  } catch {
    return undefined;
  }
}

const PATH_PROBLEMS = {
  ENOENT: "There is no such file or folder",
  ENOTDIR: "A part of the path is not a folder",
  EISDIR: "It is a folder",
  EEXIST: "It already exists",
  ELOOP: "It has too many links",
} as const;

/** System calls that only make something; `open` does both. */
const MAKING = new Set(["mkdir", "mkdtemp", "symlink", "link"]);

/** System calls that only read. */
const READING = new Set([
  "read",
  "scandir",
  "opendir",
  "stat",
  "lstat",
  "fstat",
  "readlink",
  "realpath",
  "access",
]);

function describe(thrown: unknown): { code?: string; message: string; path?: string; syscall?: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const { code, path, syscall, message } = thrown as NodeJS.ErrnoException;
  return {
    message,
    // A DOMException, such as an abort's, has a number as its code.
    ...(typeof code === "string" ? { code } : {}),
    ...(path === undefined ? {} : { path }),
    ...(syscall === undefined ? {} : { syscall }),
  };
}
