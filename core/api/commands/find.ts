import { z } from "zod";
import { entryType } from "../../manifest/entry.ts";
import { folderStart } from "../../manifest/path.ts";
import type { Repository } from "../../repository/repository.ts";
import { TimeSlice } from "../../time-slice.ts";
import { Answers } from "../answers.ts";
import { nameOf } from "../arrange.ts";
import { defineCommand } from "../command.ts";
import { perRepository } from "../kept.ts";
import { describe, isEntry, type ListedEntry } from "../listing.ts";
import { type Location, locate } from "../locate.ts";
import { matcherFor, type PathMatcher } from "../path-matcher.ts";
import { count, locator, snapshotId } from "../schemas.ts";
import { treeEntry } from "./tree.ts";

/** Finds files in a snapshot by their paths. */
export const findCommand = defineCommand({
  name: "find",
  summary: "Finds the files and links in a snapshot whose paths match a pattern.",
  kind: "read",
  input: z.strictObject({
    /** A pattern with a slash in front counts from this place. */
    ref: locator,
    /** A gitignore pattern (`*.ts`, `src/**` at any depth, `/docs/*` only here); without a wildcard or slash, a part of a name, in any case. */
    pattern: z.string(),
    offset: count.default(0),
    limit: count.default(1000),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    /** All that match. */
    total: count,
    /** In the order of their paths. */
    entries: z.array(treeEntry),
  }),
  async run(repository, { ref, pattern, offset, limit }, { signal }) {
    const matches = matcherFor(pattern);
    const place = await locate(repository, ref);
    const key = JSON.stringify([place.id, place.path, pattern]);
    const paths = await found(repository).get(key, signal, (signal) =>
      matchingPaths(repository, place, matches, signal),
    );
    const entries: ListedEntry[] = [];
    const slice = new TimeSlice(signal);
    for (const path of paths.slice(offset, offset + limit)) {
      await slice.step();
      const entry = await repository.stat(place.id, path);
      if (isEntry(entry)) entries.push(await describe(repository, path, entry, { content: false }));
    }
    return { ca_id: place.id, total: paths.length, entries };
  },
});

/** The paths that were found last, up to so many in all. */
const found = perRepository(() => new Answers<readonly string[]>(200_000, ({ length }) => length));

async function matchingPaths(
  repository: Repository,
  { id, path: top }: Location,
  matches: PathMatcher,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const there = await repository.stat(id, top);
  if (isEntry(there)) return matches(nameOf(top), false) ? [top] : [];
  const from = folderStart(top).length;
  const paths: string[] = [];
  const slice = new TimeSlice(signal);
  for await (const [path, entry] of repository.entries(id, top)) {
    await slice.step();
    if (entryType(entry) !== "directory" && matches(path.slice(from), false)) paths.push(path);
  }
  return paths;
}
