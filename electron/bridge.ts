import * as z from "zod/mini";
import type { CommandInput, CommandName, CommandOutput, ErrorJson, Progress } from "../core/index.ts";

/**
 * The contract between the window and the main process: the messages of each channel. Both ends validate their input
 * against it; the registry validates the inputs of its commands.
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

/** A call of a command in the registry. `call` is the window's name for it, to follow and stop it by. */
export const invokeRequest = z.strictObject({ call: callName, name: text(64), input: z.unknown() });

/** Pauses, resumes or cancels a command under way. */
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
  "merge-into",
  "check-store",
  "keep-move",
  "release-move",
  "retention",
  "filter-labels",
  "focus-labels",
  "focus-history",
  "focus-files",
  "storage",
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
  /** Whether other programs are answered over HTTP, and on which port of this machine. */
  http: z.strictObject({ on: z.boolean(), port: z.int().check(z.gte(0), z.lte(65_535)) }),
});

/** An import that was cut off: by the end of the app, of the window's page, or of the store. */
export const interruptedImport = z.strictObject({
  id: text(64),
  /** The folder of the target store. */
  store: diskPath,
  label: z.string(),
  paths: z.array(diskPath),
  /** In ms since 1970. */
  began: z.number(),
});

/** A request of the window to the desktop; {@link ShellAnswers} has the answer of each. */
export const shellRequest = z.discriminatedUnion("do", [
  /** Asks the user for files or folders to import, a folder to write into, a folder for a label, a merged file, or a file to write. */
  z.strictObject({
    do: z.literal("pick"),
    what: z.enum([
      "import-files",
      "import-folder",
      "target-folder",
      "label-folder",
      "merged-file",
      "store",
      "new-place",
      "zip",
      "tar",
    ]),
    /** The proposed name of the file to write. */
    name: z.optional(text(255)),
  }),
  /** Shows a path in the desktop's file browser. */
  z.strictObject({ do: z.literal("reveal"), path: diskPath }),
  z.strictObject({ do: z.literal("copy"), text: text(1_000_000) }),
  /** Starts to drag the target of `ref` out of the window, after writing it to a temporary folder. */
  z.strictObject({ do: z.literal("drag"), ref: text(8192), name: text(255, 1) }),
  /** Opens the file `ref` as a text in the desktop's editor, from a temporary file. */
  z.strictObject({ do: z.literal("open-text"), ref: text(8192) }),
  /** Finds the place of a snapshot's path in the label's folder, and whether something is there. */
  z.strictObject({ do: z.literal("look"), path: diskPath }),
  z.strictObject({ do: z.literal("info") }),
  z.strictObject({ do: z.literal("settings"), change: z.partial(settings) }),
  /** The menu items that are enabled, and the names of those that vary. */
  z.strictObject({ do: z.literal("menu"), enabled: z.array(menuCommand), names: menuNames }),
  /** Whether the window has unsaved text. */
  z.strictObject({ do: z.literal("unsaved"), unsaved: z.boolean() }),
  z.strictObject({ do: z.literal("dismiss-interrupted"), id: text(64) }),
  /** Opens the store again after it failed. */
  z.strictObject({ do: z.literal("reopen") }),
  /** Makes the sample: a label with a short history to try things on. */
  z.strictObject({ do: z.literal("sample") }),
  /** Tells whether other programs are answered over HTTP, where, and what they asked lately. */
  z.strictObject({ do: z.literal("http") }),
  /** Makes a new token for them; the old one is refused from then on. */
  z.strictObject({ do: z.literal("new-http-token") }),
]);

const errorJson = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
  data: z.optional(z.record(z.string(), z.unknown())),
});

/** The answer to every request. */
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
  /** A label moved, on any surface. */
  z.strictObject({ type: z.literal("moved"), label: z.string(), op: z.string(), seq: z.number() }),
  /** Labels changed otherwise than by a move. */
  z.strictObject({ type: z.literal("labels") }),
  z.strictObject({ type: z.literal("mounts") }),
  z.strictObject({ type: z.literal("merges") }),
  z.strictObject({ type: z.literal("scrubbed") }),
  z.strictObject({ type: z.literal("collected") }),
  /** The app is about to end, once typed text is saved. */
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
  /** Other programs are answered from now on, or no more, or asked something. */
  z.strictObject({ type: z.literal("http") }),
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

/** The state of the open store. */
export interface StoreState {
  type: "store";
  state: "opening" | "ready" | "failed";
  folder: string;
  error?: ErrorJson;
}

/** A request of another program that was answered. */
export interface HttpCall {
  /** In ms since 1970. */
  at: number;
  method: string;
  path: string;
  status: number;
  /** How long it took, in ms. */
  took: number;
  /** The code of the error that it was refused or stopped with. */
  error?: string;
}

/** How other programs are answered over HTTP. */
export interface HttpState {
  /** Null while they are not. */
  url: string | null;
  /** Why they cannot be, although they should. */
  error: ErrorJson | null;
  /** Every request needs it. Null while it cannot be read. */
  token: string | null;
  /** The file that has it. */
  tokenFile: string;
  /** The latest requests, oldest first. */
  calls: readonly HttpCall[];
}

/** The facts that the window needs at its start. */
export interface AppInfo {
  version: string;
  platform: "linux" | "darwin" | "win32";
  store: StoreState;
  /** The folder of the default store. */
  defaultStore: string;
  settings: Settings;
  /** Imports into this store. */
  interrupted: InterruptedImport[];
  /** The paths that the app was started with. */
  open: string[];
}

/** The answer to each {@link ShellRequest}. */
export interface ShellAnswers {
  /** Empty when the dialog was cancelled. */
  pick: { paths: string[] };
  reveal: null;
  copy: null;
  drag: null;
  "open-text": null;
  look: { exists: boolean; type: "file" | "directory" | "other" | null };
  info: AppInfo;
  settings: Settings;
  menu: null;
  unsaved: null;
  "dismiss-interrupted": null;
  reopen: null;
  sample: { label: string };
  http: HttpState;
  "new-http-token": HttpState;
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
  /** Returns the paths on disk of files and folders that were dropped or chosen. */
  pathsOf(files: readonly File[]): string[];
}

/** The scheme and host that the window is loaded from, and its content: `app://strata/content/<snapshot>/<path>?type=<media type>`. */
export const ORIGIN = "app://strata";
