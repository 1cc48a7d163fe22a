import { queryOptions } from "@tanstack/react-query";
import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import { ask } from "./bridge.ts";

/** What takes the space of the store. */
export type Space = CommandOutput<"space">;
export type LabelSpace = Space["labels"][number];
export type FolderSpace = CommandOutput<"space.folders">["folders"][number];
/** What a retention would come to. */
export type Simulation = CommandOutput<"space.simulate">;
export type CollectionPlan = CommandOutput<"gc">;

/** The labels and folders that are listed. */
const MOST = 500;
/** The moves that are listed of those that a retention lets go. */
const GONE = 100;

/** Tells what takes the space of the store. */
export const spaceQuery = () =>
  queryOptions({
    queryKey: ["storage", "space"],
    queryFn: ({ signal }) => ask("space", { limit: MOST }, { signal }),
  });

/** Tells what the files and folders in a folder of a label take. */
export const foldersQuery = (label: string, path: string) =>
  queryOptions({
    queryKey: ["storage", "folders", label, path],
    queryFn: ({ signal }) => ask("space.folders", { label, path, limit: MOST }, { signal }),
  });

/** Tells what a retention would let go and free. */
export const simulationQuery = (input: CommandInput<"space.simulate">) =>
  queryOptions({
    queryKey: ["storage", "simulation", input],
    queryFn: ({ signal }) => ask("space.simulate", { ...input, limit: GONE }, { signal }),
    placeholderData: (previous) => previous,
  });

/** Plans a collection. It is asked anew each time, since anything may have changed. */
export const planQuery = (deletedToo: boolean) =>
  queryOptions({
    queryKey: ["collection-plan", deletedToo],
    queryFn: ({ signal }) => ask("gc", { dry_run: true, deleted_labels: deletedToo }, { signal }),
    gcTime: 0,
  });

/** Tells what the store left in the folder that it moved from. */
export const oldPlaceQuery = () =>
  queryOptions({
    queryKey: ["storage", "old"],
    queryFn: ({ signal }) => ask("store.old", {}, { signal }),
  });
