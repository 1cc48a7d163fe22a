import { parentPort } from "node:worker_threads";
import { checkLines } from "../merge/checks/check-lines.ts";
import { checkSyntax } from "../merge/checks/check-syntax.ts";
import type { CheckedText, Finding, MergedText } from "../merge/checks/finding.ts";
import { mergerOf } from "../merge/content/choose-merger.ts";
import type { ContentMerge, ContentMergeOptions, ContentMerger, ContentSides } from "../merge/merger.ts";
import type { RowDecisions } from "../merge/row-decision.ts";
import { type RowConflictPage, type RowConflictRange, RowConflicts } from "../merge/sqlite/row-conflicts.ts";
import { Unmergeable } from "../merge/sqlite/unmergeable.ts";
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

/** A range of the rows in conflict of three databases, and decisions to judge. */
export interface RowsCall {
  /** Unique to the contents of the three databases. */
  readonly key: string;
  readonly databases?: Omit<MergeCall, "kind" | "options"> & Pick<ContentMergeOptions, "names">;
  readonly range: RowConflictRange;
  readonly decisions?: RowDecisions | undefined;
}

/** Rows in conflict; `misfit` is the reason why the decisions do not fit them. Or the reason why the whole file is in conflict. */
export type ListedRows =
  | { readonly status: "rows"; readonly page: RowConflictPage; readonly misfit?: string | undefined }
  | { readonly status: "whole"; readonly reason: string };

const port = parentPort;
if (port === null) throw new Error("merge-worker runs in a worker thread only");

/** The conflicts that were listed last, as they are asked for page by page. */
let listed: { readonly key: string; readonly conflicts: RowConflicts } | undefined;

function listRows({ key, databases, range, decisions }: RowsCall): ListedRows | undefined {
  if (listed?.key !== key) {
    listed = undefined;
    if (databases === undefined) return undefined;
    listed = { key, conflicts: new RowConflicts(databases.sides, databases.names) };
  }
  const { conflicts } = listed;
  return { status: "rows", page: conflicts.page(range), misfit: decisions && conflicts.misfit(decisions) };
}

const service = {
  merge: async ({ kind, sides, options }) => {
    listed = undefined;
    return mergerOf(kind).merge(sides, options);
  },
  rows: async (request) => {
    try {
      return listRows(request);
    } catch (thrown) {
      if (thrown instanceof Unmergeable) return { status: "whole", reason: thrown.message };
      throw thrown;
    }
  },
  checkLines: async (text: MergedText) => checkLines(text),
  checkSyntax: async ({ path, text }) => checkSyntax(path, text),
} satisfies MergeService;

serve(port, service, async () => undefined);
