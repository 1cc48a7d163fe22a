import * as z from "zod/mini";
import { StrataError } from "../core/index.ts";
import { words } from "./words.ts";

/** The most rows of a list that the window gets at once: what is more would pass through the main process too slowly. */
export const MOST_ROWS = 1000;

/** Commands that give all there is at once, or are not about the store that is open. */
const NOT_FOR_THE_WINDOW: ReadonlySet<string> = new Set([
  "cat",
  "diff",
  "init",
  "log",
  "mount.ls",
  "mount.read",
]);
/** Commands that can list the sides of very many conflicts. */
const DETAILED: ReadonlySet<string> = new Set(["merge", "mount.rebase"]);
/** Lists that come in pages; of some all there is, where no limit is given. */
const PAGED: ReadonlySet<string> = new Set(["changes", "find", "history", "labels", "merge.check", "tree"]);
const WITHOUT_END: ReadonlySet<string> = new Set(["labels", "merge.check", "tree"]);

const asked = z.object({
  details: z.unknown(),
  limit: z.unknown(),
  /** For `labels`: a single one. */
  label: z.unknown(),
  /** For `merge.check`: a single file. */
  path: z.unknown(),
  /** For `tree`: the places of each file's bytes. */
  content: z.unknown(),
});

/**
 * Rejects input whose answer would take long to pass through the main process. The command checks
 * everything else. Throws `BadInput`.
 */
export function checkAsked(name: string, input: unknown): void {
  if (NOT_FOR_THE_WINDOW.has(name)) throw new StrataError("BadInput", words.notForTheWindow(name));
  const { limit, label, path, content, details } = z.partial(asked).safeParse(input).data ?? {};
  if (DETAILED.has(name) && details !== false)
    throw new StrataError("BadInput", words.tooMuchAtOnce(name), { hint: words.withoutDetails });
  if (!PAGED.has(name)) return;
  const isAll = label === undefined && path === undefined;
  const tooMany = typeof limit === "number" ? limit > MOST_ROWS : WITHOUT_END.has(name) && isAll;
  if (!tooMany && content !== true) return;
  throw new StrataError("BadInput", words.tooMuchAtOnce(name), {
    hint: words.tooMuchAtOnceHint(MOST_ROWS),
    data: { command: name, most: MOST_ROWS },
  });
}
