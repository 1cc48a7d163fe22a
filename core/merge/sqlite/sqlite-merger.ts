import type { ContentMerger } from "../content-merger.ts";

export declare const sqliteMerger: ContentMerger;
