/** Says in words why something on disk could not be read. */
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
