import { parentPort } from "node:worker_threads";
import { mergerOf } from "../merge/content/choose-merger.ts";
import type {
  ContentMerge,
  ContentMergeOptions,
  ContentMerger,
  ContentSides,
} from "../merge/content/merger.ts";
import { type Service, serve } from "./rpc.ts";

/** The service of the thread that merges contents. */
export type MergeService = Service & {
  merge(request: MergeCall): Promise<ContentMerge>;
};

/** Contents to merge, and the merger for them. */
export interface MergeCall {
  readonly kind: ContentMerger["kind"];
  readonly sides: ContentSides;
  readonly options: ContentMergeOptions;
}

const port = parentPort;
if (port === null) throw new Error("merge-worker runs in a worker thread only");

const service = {
  merge: async ({ kind, sides, options }) => mergerOf(kind).merge(sides, options),
} satisfies MergeService;

serve(port, service, async () => undefined);
