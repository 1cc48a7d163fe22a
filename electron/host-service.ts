import type { ErrorJson, PauseGate, Progress } from "../core/index.ts";

/** The context of a call on the store's thread. */
export interface HostContext<P = unknown> {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly onProgress: (progress: P) => void;
}

/** An event that the store's thread sends unasked. */
export type HostEvent =
  | { readonly type: "opened" }
  | { readonly type: "failed"; readonly error: ErrorJson }
  | { readonly type: "moved"; readonly label: string; readonly op: string; readonly seq: number }
  | { readonly type: "labels" }
  | { readonly type: "mounts" }
  | { readonly type: "merges" }
  /** Packs were read in the background. */
  | { readonly type: "scrubbed" }
  | { readonly type: "collected" };

/** The size of a file or folder in a snapshot. */
export interface Measure {
  readonly type: "file" | "symlink" | "directory";
  readonly files: number;
  readonly bytes: number;
}

/** The main process's requests to the store's thread. */
export type HostService = {
  /** Opens the store and reports its events until it is aborted; returns only then. */
  watch(argument: undefined, context: HostContext<HostEvent>): Promise<void>;
  /** Runs a command of the registry. */
  invoke(argument: { name: string; input: unknown }, context: HostContext<Progress>): Promise<unknown>;
  /** Starts to read a file's content; returns the handle for `piece` and `done`. Throws as the command `cat`. */
  content(ref: string): Promise<{ content: number; size: number }>;
  /** Returns the next bytes; null at the end. */
  piece(content: number): Promise<Uint8Array | null>;
  done(content: number): Promise<void>;
  /** Returns the size of a file or folder, without reading contents. */
  measure(ref: string): Promise<Measure>;
  /** Makes the sample label; returns its name. */
  sample(argument: undefined, context: HostContext): Promise<string>;
};

/** The data that the store's thread starts with. */
export interface HostData {
  readonly folder: string;
  /**
   * Whether the store is known to exist. If so, none is created in its place when its folder is missing or empty, as while
   * a disk is not connected.
   */
  readonly known: boolean;
}
