import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { readAppUrl } from "./app-url.ts";
import { WINDOW_POLICY } from "./security.ts";

/** The source of the window's own files. */
export interface WindowSource {
  /** The Content Security Policy of those files. */
  readonly policy: string;
  /** The address that the page may open a WebSocket to; undefined, as in every packaged app, for none. */
  readonly socket?: string;
  /** Reads the file of an `app://` URL; undefined if there is none. */
  read(address: string): Promise<WindowFile | undefined>;
}

/** A file of the window, with its media type. */
export interface WindowFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/** Serves the window from the folder of its build. */
export function builtWindow(folder: string): WindowSource {
  return {
    policy: WINDOW_POLICY,
    async read(address) {
      const resource = readAppUrl(address);
      if (resource?.kind !== "file") return undefined;
      const type = MEDIA_TYPES[extname(resource.path)];
      if (type === undefined) return undefined;
      try {
        return { type, bytes: new Uint8Array(await readFile(join(folder, resource.path))) };
      } catch {
        return undefined;
      }
    },
  };
}
