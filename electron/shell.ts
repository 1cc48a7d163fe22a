import { lstat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { type App, type BrowserWindow, clipboard, nativeImage, shell } from "electron";
import { defaultStoreFolder, StrataError } from "../core/index.ts";
import type { Settings, ShellAnswers, ShellRequest } from "./bridge.ts";
import type { DragFolders } from "./drag.ts";
import dragIcon from "./drag-icon.png?inline";
import type { HttpApi } from "./http-api.ts";
import type { ImportJournal } from "./interrupted.ts";
import type { MenuState } from "./menu.ts";
import { pick } from "./pick.ts";
import type { SettingsChange } from "./settings.ts";
import type { Store } from "./store.ts";
import { words } from "./words.ts";

/** The parts of the app that answer the window's requests. */
export interface ShellParts {
  readonly app: App;
  readonly store: Store;
  readonly journal: ImportJournal;
  readonly drags: DragFolders;
  window(): BrowserWindow;
  settings(): Settings;
  change(change: SettingsChange): Promise<Settings>;
  showInMenu(state: MenuState): void;
  /** Resolves when all calls of pages that are gone have ended. */
  settled(): Promise<void>;
  setUnsaved(unsaved: boolean): void;
  readonly http: HttpApi;
  /** Returns the paths to open, once. */
  takeOpen(): string[];
}

type Answer<D extends ShellRequest["do"]> = (
  request: Extract<ShellRequest, { do: D }>,
) => Promise<ShellAnswers[D]>;
type Answerers = { readonly [D in ShellRequest["do"]]: Answer<D> };

/** Creates the function that answers the window's requests to the desktop. */
export function answerShell(parts: ShellParts): (request: ShellRequest) => Promise<unknown> {
  const { app, store, journal, drags } = parts;
  const answerers: Answerers = {
    pick: async (request) => ({ paths: await pick(parts.window(), request) }),
    async reveal({ path }) {
      const { exists } = await look(path);
      if (!exists) throw new StrataError("ENOENT", words.notThere(path), { data: { path } });
      shell.showItemInFolder(path);
      return null;
    },
    async copy({ text }) {
      clipboard.writeText(text);
      return null;
    },
    async drag({ ref, name }) {
      const file = await drags.write(store, ref, name);
      parts.window().webContents.startDrag({ file, icon: nativeImage.createFromDataURL(dragIcon) });
      return null;
    },
    async "open-text"({ ref }) {
      const failed = await shell.openPath(await drags.writeText(store, ref));
      if (failed === "") return null;
      throw new StrataError("ReadFailed", words.cannotOpen(failed), { hint: words.cannotOpenHint });
    },
    look: ({ path }) => look(path),
    async info() {
      await parts.settled();
      return {
        version: app.getVersion(),
        platform: platform(),
        store: store.state,
        defaultStore: defaultStoreFolder(),
        settings: parts.settings(),
        interrupted: journal.interrupted(store.state.folder),
        open: parts.takeOpen(),
      };
    },
    settings: ({ change }) => parts.change(change),
    async menu({ enabled, names }) {
      parts.showInMenu({ enabled, names });
      return null;
    },
    async unsaved({ unsaved }) {
      parts.setUnsaved(unsaved);
      return null;
    },
    async "dismiss-interrupted"({ id }) {
      await journal.dismiss(id);
      return null;
    },
    async reopen() {
      await store.reopen();
      return null;
    },
    http: async () => parts.http.state,
    "new-http-token": async () => parts.http.rotate(),
    sample: async () => ({ label: await store.call("sample", undefined) }),
  };
  // The answerer under `do` takes the request with that `do`, which the compiler cannot see.
  return (request) => (answerers[request.do] as Answer<ShellRequest["do"]>)(request);
}

/** Returns the kind of file at a path; does not follow links. Throws `BadInput` for a relative path. */
async function look(path: string): Promise<ShellAnswers["look"]> {
  if (!isAbsolute(path)) throw new StrataError("BadInput", words.notAbsolute(path), { data: { path } });
  try {
    const stat = await lstat(path);
    return { exists: true, type: stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other" };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { exists: false, type: null };
    throw thrown;
  }
}

function platform(): "linux" | "darwin" | "win32" {
  const { platform } = process;
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}
