import { parentPort } from "node:worker_threads";
import { checkLines } from "../merge/checks/check-lines.ts";
import { checkSyntax } from "../merge/checks/check-syntax.ts";
import type { CheckedText, Finding, MergedText } from "../merge/checks/finding.ts";
import { mergerOf } from "../merge/content/choose-merger.ts";
import type { ContentMerge, ContentMergeOptions, ContentMerger, ContentSides } from "../merge/merger.ts";
import {
  type ListedRows,
  listRowConflicts,
  type NamedDatabases,
  type RowConflicts,
  type RowsRequest,
} from "../merge/sqlite/row-conflicts.ts";
import { type Service, serve } from "./rpc.ts";

/** The service of the thread that merges contents. */
export type MergeService = Service & {
  merge(request: MergeCall): Promise<ContentMerge>;
  /** Lists rows in conflict. Undefined if it does not have these databases any more, and they are not given. */
  rows(request: RowsCall): Promise<ListedRows | undefined>;
  /** Checks the lines of a text's merge. */
  checkLines(text: MergedText): Promise<CheckedText>;
  /** Checks that the result can be parsed, by the format that its path tells. */
  checkSyntax(request: { path: string; text: MergedText }): Promise<Finding[]>;
};

/** Contents to merge, and the merger for them. */
export interface MergeCall {
  readonly kind: ContentMerger["kind"];
  readonly sides: ContentSides;
  readonly options: ContentMergeOptions;
}

/** A request for rows in conflict; without databases, of those that were listed last. */
export interface RowsCall extends RowsRequest {
  readonly databases?: NamedDatabases;
}

const port = parentPort;
if (port === null) throw new Error("merge-worker runs in a worker thread only");

/** The conflicts that were listed last, as they are asked for page by page. */
let listed: { readonly key: string; readonly conflicts: RowConflicts } | undefined;

function listRows({ key, databases, ...request }: RowsCall): ListedRows | undefined {
  if (listed?.key === key) return listed.conflicts.answer(request);
  listed = undefined;
  if (databases === undefined) return undefined;
  return listRowConflicts(databases, (conflicts) => {
    listed = { key, conflicts };
    return conflicts.answer(request);
  });
}

const service = {
  merge: async ({ kind, sides, options }) => {
    listed = undefined;
    return mergerOf(kind).merge(sides, options);
  },
  rows: async (request) => listRows(request),
  checkLines: async (text: MergedText) => checkLines(text),
  checkSyntax: async ({ path, text }) => checkSyntax(path, text),
} satisfies MergeService;

serve(port, service, async () => undefined);
