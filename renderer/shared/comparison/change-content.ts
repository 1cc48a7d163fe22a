import type { ChangeItem, Preview } from "../../api/queries.ts";

/** Texts up to this size are compared without asking, and of larger ones than the second only the beginnings; in bytes. */
export const AT_ONCE = 2 * 1024 * 1024;
export const AT_MOST = 16 * 1024 * 1024;

/** The way that a change is shown. */
export type ChangeContent =
  | { readonly as: "folder" }
  | { readonly as: "loading" }
  /** The size from which a text is shown only on request, in bytes. */
  | { readonly as: "large"; readonly size: number }
  | { readonly as: "texts"; readonly before: Preview; readonly after: Preview }
  | { readonly as: "text"; readonly side: "before" | "after"; readonly preview: Preview }
  /** Pictures, databases, or what cannot be shown beside each other. */
  | {
      readonly as: "images" | "rows" | "facts";
      readonly before: Preview | undefined;
      readonly after: Preview | undefined;
    };

/** Returns the number of bytes of text to read to show a change. */
export function bytesToRead({ before, after }: ChangeItem, anyway: boolean): number {
  if (largest(before, after) <= AT_ONCE) return AT_ONCE;
  return anyway ? AT_MOST : 0;
}

/** Decides how to show a change, by the facts of the files on both sides. */
export function contentOf(
  { type, before, after }: ChangeItem,
  previews: { readonly before: Preview | undefined; readonly after: Preview | undefined },
  anyway: boolean,
): ChangeContent {
  if (type === "directory") return { as: "folder" };
  const sides = [
    { is: before, preview: previews.before },
    { is: after, preview: previews.after },
  ].filter(({ is }) => is !== undefined);
  const files = sides.filter(({ is }) => is?.type === "file");
  if (files.some(({ preview }) => preview === undefined)) return { as: "loading" };
  const all = (kind: Preview["kind"]) =>
    files.length === sides.length && files.every(({ preview }) => preview?.kind === kind);
  if (all("image")) return { as: "images", ...previews };
  if (all("sqlite") && sides.length === 2 && !tooLarge(before, after)) return { as: "rows", ...previews };
  if (!all("text")) return { as: "facts", ...previews };
  const size = largest(before, after);
  if (size > AT_ONCE && !anyway) return { as: "large", size };
  if (previews.before && previews.after)
    return { as: "texts", before: previews.before, after: previews.after };
  if (previews.after) return { as: "text", side: "after", preview: previews.after };
  return previews.before
    ? { as: "text", side: "before", preview: previews.before }
    : { as: "facts", ...previews };
}

/** The largest database whose rows are compared, in bytes: core holds both in memory. */
const MOST_DATABASE = 64 * 1024 * 1024;

function tooLarge(...sides: ChangeItem["before"][]): boolean {
  return largest(...sides) > MOST_DATABASE;
}

function largest(...sides: ChangeItem["before"][]): number {
  return Math.max(0, ...sides.map((side) => (side?.type === "file" ? side.size : 0)));
}
