import { join } from "node:path";
import { app, type BrowserWindow, dialog, ipcMain, nativeTheme, session } from "electron";
import { defaultStoreFolder, defaultTokenFile, StrataError } from "../core/index.ts";
import { showAbout } from "./about.ts";
import { AppMenu } from "./app-menu.ts";
import { type Arguments, chooseStore } from "./arguments.ts";
import { type AppEvent, CHANNELS, ORIGIN, type Settings } from "./bridge.ts";
import { Calls } from "./calls.ts";
import { devServer, servedWindow } from "./dev-window.ts";
import { DragFolders } from "./drag.ts";
import type { HostData } from "./host-service.ts";
import { HttpApi } from "./http-api.ts";
import { ImportJournal } from "./interrupted.ts";
import { answerWindow } from "./ipc.ts";
import { notifyOfImport } from "./notify.ts";
import { OpenRequests } from "./open-requests.ts";
import { answerScheme } from "./protocol.ts";
import { Quitting } from "./quitting.ts";
import { keepAlive } from "./revive.ts";
import { refuseAll } from "./security.ts";
import { type SettingsChange, SettingsFile } from "./settings.ts";
import { answerShell } from "./shell.ts";
import { Store } from "./store.ts";
import { Unsaved } from "./unsaved.ts";
import { makeWindow, showWindow } from "./window.ts";
import { builtWindow } from "./window-source.ts";
import { words } from "./words.ts";
import { type TaskbarProgress, Work } from "./work.ts";
import { followZoomKeys, zoom } from "./zoom.ts";

/** The app: creates its parts and connects them. */
export class StrataApp {
  readonly quitting: Quitting;
  readonly #arguments: Arguments;
  readonly #settings: SettingsFile;
  readonly #journal: ImportJournal;
  readonly #store: Store;
  readonly #calls: Calls;
  readonly #work = new Work((progress) => this.#showProgress(progress));
  readonly #drags = new DragFolders(app.getPath("temp"));
  readonly #open: OpenRequests;
  readonly #menu: AppMenu;
  readonly #unsaved = new Unsaved();
  readonly #http: HttpApi;
  #window: BrowserWindow | undefined;
  #rememberWindow: () => Promise<void> = async () => undefined;

  /** Starts to open the store; nothing is on the screen yet. */
  constructor(args: Arguments) {
    this.#arguments = args;
    const userData = app.getPath("userData");
    this.#settings = new SettingsFile(join(userData, "settings.json"));
    this.#journal = new ImportJournal(join(userData, "imports.json"));
    this.#open = new OpenRequests(args.paths, (paths) => this.#tell({ type: "open", paths }));
    this.#store = new Store(
      this.#firstStore(),
      (event) => this.#hear(event),
      (from, to) => void this.#remember(from, to).catch(console.error),
    );
    this.#http = new HttpApi(defaultTokenFile(), () => this.#tell({ type: "http" }));
    this.#calls = new Calls({
      store: this.#store,
      work: this.#work,
      journal: this.#journal,
      progress: (call, progress) => this.#tell({ type: "progress", call, progress }),
      ended: (end) => notifyOfImport(end, this.#window),
    });
    this.#menu = new AppMenu(
      {
        appName: app.name,
        isMac: process.platform === "darwin",
        devtools: args.devtools || !app.isPackaged,
        command: (command) => this.#tell({ type: "menu", command }),
        theme: (theme) => void this.#change({ theme }).catch(console.error),
        zoom: (step) => this.#window && zoom(this.#window.webContents, step),
        about: () => showAbout(app),
      },
      this.#settings.settings.theme,
    );
    this.quitting = new Quitting({
      busy: () => this.#work.guarded > 0,
      ask: () => this.#askToQuit(),
      shutDown: () => this.#shutDown(),
      exit: () => app.exit(0),
    });
  }

  /** Shows the window. The app must be ready. */
  start(): void {
    const { theme } = this.#settings.settings;
    nativeTheme.themeSource = theme;
    const source =
      devServer === undefined ? builtWindow(join(import.meta.dirname, "window")) : servedWindow(devServer);
    refuseAll(session.defaultSession, source.socket);
    answerScheme(source, this.#store);
    const devtools = this.#arguments.devtools || !app.isPackaged;
    this.#menu.show();
    const shell = answerShell({
      app,
      store: this.#store,
      journal: this.#journal,
      drags: this.#drags,
      window: () => this.#theWindow(),
      settings: () => this.#settings.settings,
      change: (change) => this.#change(change),
      http: this.#http,
      showInMenu: (state) => this.#menu.follow(state),
      settled: () => this.#calls.settled(),
      setUnsaved: (unsaved) => this.#unsaved.set(unsaved),
      takeOpen: () => this.#open.take(),
    });
    answerWindow(ipcMain, {
      window: () => this.#window,
      invoke: (request) => this.#calls.run(request),
      control: (request) => this.#calls.control(request),
      shell,
    });
    this.#show(devtools);
    void this.#drags.clearStale();
  }

  /** Brings the window to the front and opens paths, in another store if one is named. */
  open(paths: readonly string[], store?: string): void {
    if (this.#window !== undefined) showWindow(this.#window);
    if (store !== undefined && store !== this.#store.state.folder) {
      if (this.#work.guarded > 0) {
        // The paths are for the other store, so the open one does not take them.
        const { message, hint } = words.storeInUse;
        dialog.showMessageBox({ type: "info", message, detail: hint }).catch(console.error);
        return;
      }
      void this.#store.open({ folder: store, known: false });
    }
    this.#open.add(paths);
  }

  #show(devtools: boolean): void {
    const { window, remember } = makeWindow(app, join(import.meta.dirname, "preload.cjs"), devtools);
    this.#window = window;
    this.#rememberWindow = remember;
    window.on("close", (event) => this.quitting.hold(event));
    window.on("closed", () => {
      this.#window = undefined;
    });
    const page = `${ORIGIN}/index.html`;
    // A reloaded page does not know the calls of the one before. A refused navigation starts to load as well.
    window.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument, url }) => {
      if (!isMainFrame || isSameDocument || url !== page) return;
      this.#calls.leave();
      this.#unsaved.set(false);
    });
    followZoomKeys(window.webContents, process.platform === "darwin");
    keepAlive(window, () => void this.quitting.now());
    window.loadURL(page).catch((thrown: unknown) => {
      // A window that is closed while it loads has not failed.
      if (!window.isDestroyed()) console.error(thrown);
    });
  }

  #theWindow(): BrowserWindow {
    if (this.#window === undefined) throw new Error("The window is gone.");
    return this.#window;
  }

  #tell(event: AppEvent): void {
    const contents = this.#window?.webContents;
    if (contents !== undefined && !contents.isDestroyed()) contents.send(CHANNELS.event, event);
  }

  /** Passes on what the store says of itself. */
  #hear(event: AppEvent): void {
    if (event.type === "store") this.#followHttp();
    this.#tell(event);
  }

  #followHttp(): void {
    const { state, folder } = this.#store.state;
    this.#http.follow(this.#settings.settings.http, state === "ready" ? folder : null);
  }

  #firstStore(): HostData {
    const { store } = this.#settings.settings;
    return chooseStore(this.#arguments, process.env, process.cwd(), store, defaultStoreFolder());
  }

  async #change(change: SettingsChange): Promise<Settings> {
    const other =
      change.store !== undefined && (change.store ?? defaultStoreFolder()) !== this.#store.state.folder;
    if (other && this.#work.guarded > 0) {
      throw new StrataError("StoreLocked", words.storeInUse.message, { hint: words.storeInUse.hint });
    }
    const settings = await this.#settings.change(change);
    nativeTheme.themeSource = settings.theme;
    this.#menu.mark(settings.theme);
    this.#followHttp();
    this.#tell({ type: "settings", settings });
    // The user's choice just now overrides the store that the app was started with.
    if (other) void this.#store.open({ folder: settings.store ?? defaultStoreFolder(), known: false });
    return settings;
  }

  /** Keeps the new place of a store that moved, if the settings have the old one, and its interrupted imports. */
  async #remember(from: string, to: string): Promise<void> {
    await this.#journal.follow(from, to);
    const byDefault = defaultStoreFolder();
    if ((this.#settings.settings.store ?? byDefault) !== from) return;
    const settings = await this.#settings.change({ store: to === byDefault ? null : to });
    this.#tell({ type: "settings", settings });
  }

  #showProgress(progress: TaskbarProgress): void {
    const value = { none: -1, some: 2 };
    this.#window?.setProgressBar(typeof progress === "number" ? progress : value[progress]);
  }

  async #askToQuit(): Promise<boolean> {
    const { question, detail, stop, keepGoing } = words.quit;
    const options = { message: question, detail, buttons: [stop, keepGoing], defaultId: 1, cancelId: 1 };
    const { response } = await dialog.showMessageBox(this.#theWindow(), {
      type: "question",
      noLink: true,
      ...options,
    });
    return response === 0;
  }

  async #shutDown(): Promise<void> {
    await this.#unsaved.settle(() => this.#tell({ type: "leaving" }));
    await this.#calls.quit();
    await Promise.all([this.#http.close(), this.#store.close(), this.#drags.clear(), this.#rememberWindow()]);
  }
}
