/**
 * Marks the frequent lines of `a` (a blank one, a brace) that stand among lines `b` has not: diff tools let such a line go with
 * its surroundings rather than match it. Frequent is what `b` has as often as the square root of the lines of `a`, or more.
 */
export function drownedLines(a: Int32Array, b: Int32Array, distinct: number): Uint8Array {
  const counts = new Int32Array(distinct);
  for (const id of b) counts[id] = (counts[id] ?? 0) + 1;
  const frequent = Math.min(1024, Math.sqrt(a.length));
  const drowned = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at++) {
    const start = at;
    while (at < a.length && (counts[a[at] ?? 0] ?? 0) >= frequent) at++;
    const isAlone = (place: number) => place >= 0 && place < a.length && counts[a[place] ?? 0] === 0;
    if (at > start && isAlone(start - 1) && isAlone(at)) drowned.fill(1, start, at);
  }
  return drowned;
}
