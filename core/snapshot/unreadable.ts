import { StrataError } from "../errors.ts";

/**
 * The error for a path that a person named and that cannot be read: a snapshot without it would not be what they asked
 * for.
 */
export function cannotRead(path: string, reason: string, cause?: unknown): StrataError {
  return new StrataError("ReadFailed", `${path} cannot be read: ${reason}.`, {
    hint: "Allow reading it, or name something else; nothing was changed.",
    data: { path },
    cause,
  });
}

/** Returns the reason why something on disk could not be read, in words. */
export function whyUnreadable(thrown: unknown): string {
  switch ((thrown as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "it vanished while it was being imported";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ELOOP":
      return "a link took its place while it was being imported";
    default:
      return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
