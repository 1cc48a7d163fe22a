import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { StrataError } from "../errors.ts";
import { writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { layoutOf, type StoreLayout } from "./layout.ts";
import { leaveWord, type OtherPlace, placeAfter } from "./moved.ts";

const schema = z.object({ from: z.string(), move: z.string(), description: z.string() });

/** The most moves that are followed: a circle ends there. */
const MOST = 32;

/** A copy of a store, which is the store once the other place says that it went here. */
export interface Arrival {
  /** Where it comes from. */
  readonly origin: OtherPlace;
  /** The text of its `store.json`, which is written when it has arrived. */
  readonly description: string;
}

/** Notes durably that a folder gets a copy of a store. */
export function noteArrival(
  { arriving }: StoreLayout,
  { origin: { folder, move }, description }: Arrival,
  files: FileWrites,
): void {
  writeDurably(files, arriving, Buffer.from(`${JSON.stringify({ from: folder, move, description })}\n`));
}

/** Returns what the copy in a folder is one of; undefined if it holds no copy. */
export function arrivalIn({ arriving }: StoreLayout): Arrival | undefined {
  if (!existsSync(arriving)) return undefined;
  const { data } = schema.safeParse(parse(readFileSync(arriving, "utf8")));
  // It is written as a whole, so that one that does not fit is damaged: a copy of nobody knows what.
  const { from, move, description } = data ?? { from: "", move: "", description: "" };
  return { origin: { folder: from, move }, description };
}

/**
 * Throws `NotAStore` if a folder holds a copy of a store that has not moved there. A move that was killed after the old place said
 * that the store is here is brought to its end.
 */
export function requireArrived(layout: StoreLayout, files: FileWrites): void {
  const arrival = arrivalIn(layout);
  if (arrival === undefined) return;
  if (!hasLeft(arrival)) throw unfinished(layout, arrival);
  arrive(layout, arrival, files);
}

/** Ends a move, once the old place's database says that the store is here: describes the store, and leaves word in the old place. */
export function arrive(layout: StoreLayout, { origin, description }: Arrival, files: FileWrites): void {
  writeDurably(files, layout.description, Buffer.from(description));
  try {
    leaveWord(layoutOf(origin.folder), { folder: layout.folder, move: origin.move }, files);
  } catch {
    // The old place's database says the same.
  }
  files.remove(layout.arriving);
  files.syncFolder(layout.folder);
}

/** Returns the folder that the store of a folder is in by now: the same, or where its moves lead. */
export function followMoves(folder: string): string {
  let at = folder;
  for (let left = MOST; left > 0; left--) {
    const layout = layoutOf(at);
    const arrival = arrivalIn(layout);
    const next = arrival !== undefined && hasLeft(arrival) ? undefined : placeAfter(layout);
    if (next === undefined) return at;
    at = next.folder;
  }
  return folder;
}

/** Returns whether the old place says that the store went to this copy. */
function hasLeft({ origin }: Arrival): boolean {
  return origin.folder !== "" && placeAfter(layoutOf(origin.folder))?.move === origin.move;
}

function unfinished({ folder }: StoreLayout, { origin }: Arrival): StrataError {
  return new StrataError(
    "NotAStore",
    `${folder} holds an unfinished copy of the store at ${origin.folder}.`,
    {
      hint: "That store is still at its old place. Run `strata store move` on it again to finish the copy, or delete this folder.",
      data: { folder, from: origin.folder },
    },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
