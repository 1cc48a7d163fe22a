import type { ContentMerger } from "../content-merger.ts";

export declare const textMerger: ContentMerger;
