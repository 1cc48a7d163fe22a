import type { BrowserWindow, IpcMain, IpcMainEvent, IpcMainInvokeEvent } from "electron";
import * as z from "zod/mini";
import { asStrataError, StrataError } from "../core/index.ts";
import {
  CHANNELS,
  type ControlRequest,
  controlRequest,
  type InvokeRequest,
  invokeRequest,
  ORIGIN,
  type Reply,
  type ShellRequest,
  shellRequest,
} from "./bridge.ts";
import { checkAsked } from "./window-limits.ts";

/** Who does what the window asks for. */
export interface Answers {
  window(): BrowserWindow | undefined;
  invoke(request: InvokeRequest): Promise<Reply<unknown>>;
  control(request: ControlRequest): void;
  shell(request: ShellRequest): Promise<unknown>;
}

/** Answers what the window asks on its channels, and nobody else. Every question gets a {@link Reply}. */
export function answerWindow(ipcMain: IpcMain, answers: Answers): void {
  const check = (event: IpcMainEvent | IpcMainInvokeEvent) => {
    const frame = event.senderFrame;
    const main = answers.window()?.webContents.mainFrame;
    // Compared by ids: Electron may give another object for the same frame.
    const ours = frame !== null && frame.routingId === main?.routingId && frame.processId === main.processId;
    if (ours && frame.origin === ORIGIN) return;
    throw new StrataError("BadInput", "Only the window of Strata may ask for this.");
  };
  ipcMain.handle(CHANNELS.invoke, (event, request: unknown) =>
    replyTo(async () => {
      check(event);
      const parsed = parse(invokeRequest, request);
      checkAsked(parsed.name, parsed.input);
      return await answers.invoke(parsed);
    }),
  );
  ipcMain.handle(CHANNELS.shell, (event, request: unknown) =>
    replyTo(async () => {
      check(event);
      return { ok: true, value: await answers.shell(parse(shellRequest, request)) };
    }),
  );
  ipcMain.on(CHANNELS.control, (event, request: unknown) => {
    try {
      check(event);
      answers.control(parse(controlRequest, request));
    } catch (thrown) {
      // Nobody waits for an answer.
      console.error(thrown);
    }
  });
}

async function replyTo(work: () => Promise<Reply<unknown>>): Promise<Reply<unknown>> {
  try {
    return await work();
  } catch (thrown) {
    const error = asStrataError(thrown, "answering the window");
    if (error.code === "Internal") console.error(thrown);
    return { ok: false, error: error.toJSON() };
  }
}

function parse<S extends z.ZodMiniType>(schema: S, request: unknown): z.output<S> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw new StrataError(
    "BadInput",
    `The window asked for something that cannot be: ${z.prettifyError(parsed.error)}`,
  );
}
