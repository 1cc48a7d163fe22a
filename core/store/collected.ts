import { readFileSync } from "node:fs";
import { writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { StoreLayout } from "./layout.ts";

/**
 * Notes durably that a collection begins to take objects away: a copy of `strata.db` from before then may name snapshots that are
 * gone. It is a file of its own, since it is needed when `strata.db` is lost. `at` is in ms since 1970.
 */
export function noteCollection(
  { collected }: Pick<StoreLayout, "collected">,
  at: number,
  files: FileWrites,
): void {
  writeDurably(files, collected, Buffer.from(`${JSON.stringify({ at })}\n`));
}

/** Returns when a collection last began to take objects away, in ms since 1970; undefined if none ever did or that is not known. */
export function lastCollection({ collected }: Pick<StoreLayout, "collected">): number | undefined {
  try {
    const { at } = JSON.parse(readFileSync(collected, "utf8")) as { at?: unknown };
    return Number.isSafeInteger(at) ? (at as number) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns when a collection took something away after a copy of `strata.db` was made, in ms since 1970: the copy may name snapshots
 * that are gone. Undefined if none did. `madeAt` is to the second.
 */
export function collectedAfter(layout: Pick<StoreLayout, "collected">, madeAt: number): number | undefined {
  const collected = lastCollection(layout);
  return collected !== undefined && madeAt + 1000 <= collected ? collected : undefined;
}
