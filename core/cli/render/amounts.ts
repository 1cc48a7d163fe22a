const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB"];
const SHORT_ID = 10;

/** Returns a size in bytes for people: `512 B`, `1.5 KiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let amount = bytes / 1024;
  let unit = 0;
  // A value that rounds to 1024.0 is shown as 1.0 of the next unit.
  while (amount >= 1023.95 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount.toFixed(1)} ${UNITS[unit]}`;
}

/** Returns a number with its noun: `1 file`, `1,234 files`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Formats counts of changes: `2 added, 1 modified, 0 removed`. `limit`: a note after `modified` on files that may turn out equal. */
export function changeCountsText(
  {
    added,
    modified,
    removed,
  }: { readonly added: number; readonly modified: number; readonly removed: number },
  limit = "",
): string {
  const [more, other, fewer] = [added, modified, removed].map((each) => each.toLocaleString("en"));
  return `${more} added, ${other} modified${limit}, ${fewer} removed`;
}

/** Returns the shortened form of an id for people. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_ID);
}
