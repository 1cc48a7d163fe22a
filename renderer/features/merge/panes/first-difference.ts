import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";

/** A place in a region: a line of it and a column, both from 0. */
export interface RegionPlace {
  readonly line: number;
  readonly column: number;
}

/** Returns where a region's texts begin to differ; undefined where they do not. */
export function firstDifference(merge: FileMerge, index: number): RegionPlace | undefined {
  const { region } = merge.region(index);
  const [base, ours, theirs] = (["base", "ours", "theirs"] as const).map((side) => {
    const { start, count } = region[side];
    return merge.source.texts[side].slice(start, start + count);
  });
  const texts = [base ?? [], ours ?? [], theirs ?? []];
  const most = Math.max(...texts.map(({ length }) => length));
  for (let line = 0; line < most; line++) {
    const [one = "", ...others] = texts.map((lines) => lines[line] ?? "");
    const columns = others.map((other) => commonLength(one, other)).filter((length) => length !== undefined);
    if (columns.length > 0) return { line, column: Math.min(...columns) };
  }
  return undefined;
}

/** Returns how many characters two lines begin with alike; undefined for equal ones. */
function commonLength(one: string, other: string): number | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
