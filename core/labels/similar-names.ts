const MOST = 5;

/**
 * Returns the names that someone who typed `wanted` may have meant, best first, at most five. A name is similar if one
 * begins with or contains the other, or if few letters differ. Upper and lower case are equal.
 */
export function similarNames(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: distanceTo(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Returns the distance of a name from the wanted one; undefined if they are not similar. */
function distanceTo(wanted: string, name: string): number | undefined {
  if (wanted === name) return 0;
  const [shorter, longer] = wanted.length < name.length ? [wanted, name] : [name, wanted];
  // One or two letters are part of nearly every name.
  if (shorter.length >= 3 && longer.startsWith(shorter)) return 1;
  if (shorter.length >= 3 && longer.includes(shorter)) return 2;
  // Two swapped letters count as two differences.
  const allowed = Math.min(3, Math.max(1, Math.floor(longer.length / 2)));
  if (longer.length - shorter.length > allowed) return undefined;
  const distance = editDistance(shorter, longer);
  return distance <= allowed ? distance : undefined;
}

/**
 * Returns the number of letters to add, remove or replace to turn one text into the other (Levenshtein 1966). Keeps one
 * row of the table.
 */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (b[column - 1] === letter ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
