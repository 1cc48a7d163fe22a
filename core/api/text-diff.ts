import { isUtf8 } from "node:buffer";
import type { Difference } from "../manifest/diff.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { unifiedDiff } from "../merge/text/unified-diff.ts";
import { contentKind } from "../preview/content-kind.ts";
import type { Repository } from "../repository/repository.ts";

/** The largest text that is compared line by line, in bytes, and the most that all diffs of one answer have, in characters. */
const MAX_TEXT = 8 * 1024 * 1024;
const MAX_ALL = 32 * 1024 * 1024;

/** A unified diff of a changed text, or why there is none: it is no text, or too large. */
export type TextDiff = { readonly diff: string } | { readonly no_diff: "binary" | "large" };

/** Makes unified diffs for one answer, up to a bound on all of them. */
export class TextDiffs {
  readonly #repository: Repository;
  #length = 0;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Returns the diff of a changed file; undefined where neither side is a file, or where the contents are equal. */
  async of({ path, before, after }: Difference): Promise<TextDiff | undefined> {
    const sides = [before, after].map((entry) =>
      entry !== null && entryType(entry) === "file" ? entry : null,
    );
    if (sides.every((entry) => entry === null)) return undefined;
    if (this.#length > MAX_ALL || sides.some((entry) => entry !== null && entry.size > MAX_TEXT)) {
      return { no_diff: "large" };
    }
    const [old, now] = [await this.#read(sides[0] ?? null), await this.#read(sides[1] ?? null)];
    if (!isText(old) || !isText(now)) return { no_diff: "binary" };
    const diff = unifiedDiff(old, now, {
      before: before === null ? "/dev/null" : nameIn("a", path),
      after: after === null ? "/dev/null" : nameIn("b", path),
    });
    this.#length += diff.length;
    return diff === "" ? undefined : { diff };
  }

  async #read(entry: Entry | null): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    if (entry !== null) for await (const piece of this.#repository.content(entry)) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}

function isText(bytes: Uint8Array): boolean {
  const { kind, ...image } = contentKind(bytes);
  return (kind === "text" || ("mediaType" in image && image.mediaType === "image/svg+xml")) && isUtf8(bytes);
}

/** Names a side as `patch` reads it: in quotes where a line could not hold the name. */
function nameIn(side: "a" | "b", path: string): string {
  const name = `${side}/${path}`;
  return /[\p{Cc}"\\]/u.test(name) ? JSON.stringify(name) : name;
}
