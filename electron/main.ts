import { isAbsolute, resolve } from "node:path";
import { app, dialog } from "electron";
import * as z from "zod/mini";
import { readArguments, typedIn } from "./arguments.ts";
import { registerScheme } from "./protocol.ts";
import { keepInside } from "./security.ts";
import { StrataApp } from "./strata-app.ts";
import { words } from "./words.ts";

/** The message of a second start to the first. Paths are absolute: the working folders may differ. */
const absolute = z.string().check(z.refine(isAbsolute));
const handedOver = z.object({ paths: z.array(absolute), store: z.optional(absolute) });

/** The same id as in electron-builder.yml. */
const APP_ID = "dev.strata.app";

let started = false;
let showingDefect = false;

const typed = typedIn(process.argv);
if (typed === undefined) start();
// Loaded only here, since the window does without it.
else void import("./command-line.ts").then(({ runTyped }) => runTyped(app, typed));

function start(): void {
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  // With both switches, Chromium's child processes crash in a loop.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  registerScheme();
  keepInside(app);
  const args = readArguments(process.argv.slice(1), process.cwd(), process.defaultApp === true);
  if (app.requestSingleInstanceLock({ paths: args.paths, store: args.store })) run(new StrataApp(args));
  else app.exit(0);
}

function run(strata: StrataApp): void {
  app.on("second-instance", (_, __, ___, data) => {
    const { paths = [], store } = handedOver.safeParse(data).data ?? {};
    strata.open(paths, store);
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    strata.open([resolve(path)]);
  });
  // Windows attributes notifications by this id.
  if (process.platform === "win32") app.setAppUserModelId(APP_ID);
  app.on("before-quit", (event) => strata.quitting.hold(event));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void strata.quitting.now());
  }
  app.whenReady().then(() => {
    strata.start();
    started = true;
  }, report);
}

/** Reports a defect to the user, with the details in the log. Ends an app that has not started yet. */
function report(thrown: unknown): void {
  console.error(thrown);
  const message = words.crash.defect;
  const detail = words.crash.defectDetail(thrown instanceof Error ? thrown.message : String(thrown));
  if (!started) {
    dialog.showErrorBox(message, detail);
    app.exit(1);
    return;
  }
  if (showingDefect) return;
  showingDefect = true;
  dialog
    .showMessageBox({ type: "error", message, detail })
    .catch(console.error)
    .finally(() => {
      showingDefect = false;
    });
}
