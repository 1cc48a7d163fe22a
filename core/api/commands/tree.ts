import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import type { Repository } from "../../repository/repository.ts";
import { TimeSlice } from "../../time-slice.ts";
import { Answers } from "../answers.ts";
import { arrange, type Sort } from "../arrange.ts";
import { defineCommand } from "../command.ts";
import { perRepository } from "../kept.ts";
import { complete, type ListedEntry, type ListingOptions, listBelow, listChildren } from "../listing.ts";
import { type Location, locate } from "../locate.ts";
import { count, locator, snapshotId } from "../schemas.ts";

const content = z.union([
  z.strictObject({ inline: z.literal(true) }),
  z.strictObject({ chunks: z.array(z.strictObject({ id: z.string(), len: count })) }),
]);

/** One thing in a snapshot. Paths are from the snapshot's root. */
export const treeEntry = z.strictObject({
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  /** The file type and nine permission bits, as in `st_mode`. */
  mode: count,
  /** In bytes; of a folder, that of everything below it. */
  size: count,
  /** Of a folder: how many files and links are below it. */
  files: count.optional(),
  /** Of a file: the id of its content. */
  id: z.string().optional(),
  /** Of a link. */
  target: z.string().optional(),
  /** Of a file, when asked for: where its bytes are. */
  content: content.optional(),
});

/** Lists the entries of a snapshot. */
export const treeCommand = defineCommand({
  name: "tree",
  summary: "Lists what is in a snapshot, or in a folder of it.",
  kind: "read",
  input: z.strictObject({
    ref: locator,
    /** Lists everything below, each folder before its contents; otherwise only direct children. */
    recursive: z.boolean().default(false),
    content: z.boolean().default(false),
    /** `path`: the manifest's order. Any other puts folders first; `name` counts digits as numbers and ignores case. */
    sort: z.enum(["path", "name", "size", "kind"]).default("path"),
    descending: z.boolean().default(false),
    /** Whether a folder that holds only one folder is listed as that one: `a/b/c` for `a`. Not with `recursive`. */
    compact: z.boolean().default(false),
    offset: count.default(0),
    /** None: all of them. */
    limit: count.optional(),
  }),
  /** `total`: how many there are without `offset` and `limit`. */
  output: z.strictObject({ ca_id: snapshotId, total: count, entries: z.array(treeEntry) }),
  async run(repository, input, { signal }) {
    const { ref, recursive, content, compact, offset, limit } = input;
    if (recursive && compact) {
      throw new StrataError("BadInput", "A listing of everything below tells each folder by itself.", {
        hint: "Leave out compact, or recursive.",
      });
    }
    const place = await locate(repository, ref);
    const options = { content, signal };
    const listed = await (limit === undefined ? listAll : listBare)(repository, place, input, options);
    const page = listed.slice(offset, limit === undefined ? undefined : offset + limit);
    const entries: ListedEntry[] = [];
    const slice = new TimeSlice(signal);
    for (const each of page) {
      await slice.step();
      const entry = limit === undefined ? each : await complete(repository, place.id, each, options);
      entries.push(compact ? await passThrough(repository, place.id, entry) : entry);
    }
    return { ca_id: place.id, total: listed.length, entries };
  },
});

/** The extent and the order of a listing. */
interface Order {
  readonly recursive: boolean;
  readonly sort: Sort;
  readonly descending: boolean;
}

/** Listings that pages are given of, up to so many entries in all. */
const listings = perRepository(() => new Answers<readonly ListedEntry[]>(200_000, ({ length }) => length));

async function listAll(
  repository: Repository,
  place: Location,
  { recursive, sort, descending }: Order,
  options: ListingOptions,
): Promise<readonly ListedEntry[]> {
  return arrange(await list(repository, place, recursive, options), sort, descending);
}

function list(
  repository: Repository,
  place: Location,
  recursive: boolean,
  options: ListingOptions,
): Promise<ListedEntry[]> {
  return (recursive ? listBelow : listChildren)(repository, place, options);
}

/** Lists the rows that are cached for later pages, without the fields that are looked up per page. */
function listBare(
  repository: Repository,
  place: Location,
  order: Order,
  { signal }: ListingOptions,
): Promise<readonly ListedEntry[]> {
  const { recursive, sort, descending } = order;
  const kept = listings(repository);
  const key = JSON.stringify([place.id, place.path, recursive]);
  const asItLies = (signal: AbortSignal | undefined) =>
    kept.get(key, signal, (signal) =>
      list(repository, place, recursive, { content: false, bare: true, signal }),
    );
  if (sort === "path" && !descending) return asItLies(signal);
  return kept.get(`${key} ${sort} ${descending}`, signal, async (signal) =>
    arrange(await asItLies(signal), sort, descending),
  );
}

/** Replaces a folder that holds only one folder by that one. */
async function passThrough(
  repository: Repository,
  id: SnapshotId,
  listed: ListedEntry,
): Promise<ListedEntry> {
  if (listed.type !== "directory") return listed;
  return { ...listed, path: await repository.innermostFolder(id, listed.path) };
}
