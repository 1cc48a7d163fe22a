import { contextBridge, ipcRenderer, webUtils } from "electron";
import * as z from "zod/mini";
import type { ErrorJson } from "../core/index.ts";
import { type AppEvent, appEvent, type Bridge, CHANNELS, type Reply, reply } from "./bridge.ts";

// The policy forbids code made at run time, which zod would use for speed.
z.config({ jitless: true });

/** Calls the main process. Never rejects: a failure to send or to parse is a reply too. */
async function ask<T>(channel: string, request: unknown): Promise<Reply<T>> {
  try {
    const answer: unknown = await ipcRenderer.invoke(channel, request);
    // Checks only the envelope: the registry types the value, and large values must pass fast.
    return reply.parse(answer) as Reply<T>;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const error: ErrorJson = { code: "Internal", message: `The main process did not answer: ${reason}` };
    return { ok: false, error };
  }
}

const bridge: Bridge = {
  invoke: (call, name, input) => ask(CHANNELS.invoke, { call, name, input }),
  control: (call, action) => ipcRenderer.send(CHANNELS.control, { call, action }),
  shell: (request) => ask(CHANNELS.shell, request),
  onEvent(listener) {
    const hear = (_: unknown, event: unknown) => {
      const parsed = appEvent.safeParse(event);
      if (parsed.success) listener(parsed.data as AppEvent);
      else console.error("The main process told something that cannot be understood.", parsed.error);
    };
    ipcRenderer.on(CHANNELS.event, hear);
    return () => {
      ipcRenderer.off(CHANNELS.event, hear);
    };
  },
  pathsOf: (files) => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ""),
};

contextBridge.exposeInMainWorld("strata", bridge);
