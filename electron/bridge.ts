import * as z from "zod/mini";
import type { CommandInput, CommandName, CommandOutput, ErrorJson, Progress } from "../core/index.ts";

/**
 * The one contract between the window and the main process: what may be said on each channel. Both ends check what they get
 * against it. Commands are those of the registry, and their inputs are checked by it.
 */

/** The channels of `ipcRenderer` and `ipcMain`. */
export const CHANNELS = {
  invoke: "strata:invoke",
  control: "strata:control",
  shell: "strata:shell",
  event: "strata:event",
} as const;

const text = (most: number, least = 0) => z.string().check(z.minLength(least), z.maxLength(most));
const callName = text(64, 1);
const diskPath = text(8192, 1);

/** Asks for a command of the registry. `call` is the window's own name for it, by which it watches and stops it. */
export const invokeRequest = z.strictObject({ call: callName, name: text(64), input: z.unknown() });

/** Says what becomes of a command under way. */
export const controlRequest = z.strictObject({
  call: callName,
  action: z.enum(["pause", "resume", "cancel"]),
});

/** The native menu's commands to the window. */
export const menuCommand = z.enum([
  "undo",
  "redo",
  "import-folder",
  "import-files",
  "snapshot-now",
  "export",
  "restore",
  "compare",
  "compare-with",
  "time-slider",
  "reset",
  "start-label",
  "open-working",
  "push-working",
  "filter-labels",
  "focus-labels",
  "focus-history",
  "focus-files",
  "settings",
  "keys",
]);

/** The full names of the menu's Undo and Redo; null for the plain name. */
export const menuNames = z.strictObject({
  undo: z.nullable(text(200, 1)),
  redo: z.nullable(text(200, 1)),
});

/** The settings that the app keeps between runs. */
export const settings = z.strictObject({
  theme: z.enum(["system", "light", "dark"]),
  /** Null: the default store. */
  store: z.nullable(diskPath),
});

/** An import that was under way when the app ended, or the window's page, or when the store was lost. */
export const interruptedImport = z.strictObject({
  id: text(64),
  /** The folder of the store that it was into. */
  store: diskPath,
  label: z.string(),
  paths: z.array(diskPath),
  /** In ms since 1970. */
  began: z.number(),
});

/** A request of the window to the desktop; {@link ShellAnswers} has the answer of each. */
export const shellRequest = z.discriminatedUnion("do", [
  /** Has the user choose: files or folders to import, a folder to write into, a folder for a label, a file to write. */
  z.strictObject({
    do: z.literal("pick"),
    what: z.enum(["import-files", "import-folder", "target-folder", "label-folder", "store", "zip", "tar"]),
    /** The name that is proposed for a file to write. */
    name: z.optional(text(255)),
  }),
  /** Shows a path in the desktop's file browser. */
  z.strictObject({ do: z.literal("reveal"), path: diskPath }),
  z.strictObject({ do: z.literal("copy"), text: text(1_000_000) }),
  /** Begins to drag what `ref` names out of the window: it is written to a temporary folder first. */
  z.strictObject({ do: z.literal("drag"), ref: text(8192), name: text(255, 1) }),
  /** Where in a label's folder a path of a snapshot lies, and whether something is there. */
  z.strictObject({ do: z.literal("look"), path: diskPath }),
  z.strictObject({ do: z.literal("info") }),
  z.strictObject({ do: z.literal("settings"), change: z.partial(settings) }),
  /** Which of the menu's items make sense now, and what those say whose words follow what happened. */
  z.strictObject({ do: z.literal("menu"), enabled: z.array(menuCommand), names: menuNames }),
  /** Whether something was typed that is not saved yet. */
  z.strictObject({ do: z.literal("unsaved"), unsaved: z.boolean() }),
  z.strictObject({ do: z.literal("dismiss-interrupted"), id: text(64) }),
  /** Opens the store again after it failed. */
  z.strictObject({ do: z.literal("reopen") }),
  /** Makes the sample: a label with a history to play with. */
  z.strictObject({ do: z.literal("sample") }),
]);

const errorJson = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
  data: z.optional(z.record(z.string(), z.unknown())),
});

/** How every request is answered. */
export const reply = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorJson }),
]);

/** An event that the main process sends to the window unasked. */
export const appEvent = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("progress"),
    call: callName,
    progress: z.looseObject({ command: z.string() }),
  }),
  /** A label was moved, by whomever. */
  z.strictObject({ type: z.literal("moved"), label: z.string(), op: z.string(), seq: z.number() }),
  /** Something about labels changed besides their moves. */
  z.strictObject({ type: z.literal("labels") }),
  z.strictObject({ type: z.literal("mounts") }),
  /** The app is about to end, once what was typed is saved. */
  z.strictObject({ type: z.literal("leaving") }),
  z.strictObject({
    type: z.literal("store"),
    state: z.enum(["opening", "ready", "failed"]),
    folder: z.string(),
    error: z.optional(errorJson),
  }),
  /** Files and folders that the app was started with, or that were dropped on its icon. */
  z.strictObject({ type: z.literal("open"), paths: z.array(z.string()) }),
  z.strictObject({ type: z.literal("menu"), command: menuCommand }),
  z.strictObject({ type: z.literal("settings"), settings }),
]);

export type InvokeRequest = z.output<typeof invokeRequest>;
export type ControlRequest = z.output<typeof controlRequest>;
export type ShellRequest = z.output<typeof shellRequest>;
export type MenuCommand = z.output<typeof menuCommand>;
export type MenuNames = z.output<typeof menuNames>;
export type Settings = z.output<typeof settings>;
export type InterruptedImport = z.output<typeof interruptedImport>;
export type CheckedReply = z.output<typeof reply>;
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorJson };
export type AppEvent =
  | Exclude<z.output<typeof appEvent>, { type: "progress" } | { type: "store" }>
  | { type: "progress"; call: string; progress: Progress }
  | StoreState;

/** How the store is that the app has open. */
export interface StoreState {
  type: "store";
  state: "opening" | "ready" | "failed";
  folder: string;
  error?: ErrorJson;
}

/** The facts that the window needs at its start. */
export interface AppInfo {
  version: string;
  platform: "linux" | "darwin" | "win32";
  store: StoreState;
  /** Where the store is when no other is chosen. */
  defaultStore: string;
  settings: Settings;
  /** Imports into this store. */
  interrupted: InterruptedImport[];
  /** The paths that the app was started with. */
  open: string[];
}

/** The answer to each {@link ShellRequest}. */
export interface ShellAnswers {
  /** Empty when the user chose nothing. */
  pick: { paths: string[] };
  reveal: null;
  copy: null;
  drag: null;
  look: { exists: boolean; type: "file" | "directory" | "other" | null };
  info: AppInfo;
  settings: Settings;
  menu: null;
  unsaved: null;
  "dismiss-interrupted": null;
  reopen: null;
  sample: { label: string };
}

/** The preload's interface for the window, as `window.strata`. None of its promises reject. */
export interface Bridge {
  /** Runs a command of the registry. */
  invoke<N extends CommandName>(
    call: string,
    name: N,
    input: CommandInput<N>,
  ): Promise<Reply<CommandOutput<N>>>;
  control(call: string, action: ControlRequest["action"]): void;
  shell<D extends ShellRequest["do"]>(
    request: Extract<ShellRequest, { do: D }>,
  ): Promise<Reply<ShellAnswers[D]>>;
  /** Calls the listener for every event until the function that it returns is called. */
  onEvent(listener: (event: AppEvent) => void): () => void;
  /** Gives the paths on disk of files and folders that were dropped or chosen. */
  pathsOf(files: readonly File[]): string[];
}

/** The scheme and host that the window is loaded from, and its content: `app://strata/content/<snapshot>/<path>?type=<media type>`. */
export const ORIGIN = "app://strata";
