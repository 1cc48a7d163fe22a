import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type CustomScheme, protocol } from "electron";
import { asStrataError } from "../core/index.ts";
import { type AppResource, readAppUrl } from "./app-url.ts";
import { CONTENT_POLICY, WINDOW_POLICY } from "./security.ts";
import type { Store } from "./store.ts";

const SCHEME: CustomScheme = {
  scheme: "app",
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
};

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

/** Makes the app's own scheme known; has to come before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([SCHEME]);
}

/** Answers what is asked under the app's own scheme: files of the window in that folder, and contents in the store. */
export function answerScheme(windowFolder: string, store: Pick<Store, "call">): void {
  protocol.handle(SCHEME.scheme, async ({ method, url }) => {
    const resource = readAppUrl(url);
    if (method !== "GET") return failure(405);
    if (resource === undefined) return failure(404);
    return resource.kind === "file"
      ? await windowFile(windowFolder, resource.path)
      : await content(store, resource);
  });
}

async function windowFile(folder: string, path: string): Promise<Response> {
  const type = MEDIA_TYPES[extname(path)];
  if (type === undefined) return failure(404);
  try {
    return new Response(new Uint8Array(await readFile(join(folder, path))), {
      headers: { ...COMMON, "Content-Type": type, "Content-Security-Policy": WINDOW_POLICY },
    });
  } catch {
    return failure(404);
  }
}

/** Gives a file's content in pieces, as fast as they are taken. */
async function content(
  store: Pick<Store, "call">,
  { ref, type }: Extract<AppResource, { kind: "content" }>,
): Promise<Response> {
  try {
    const { content, size } = await store.call("content", ref);
    const bytes = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = await store.call("piece", content);
        if (piece === null) controller.close();
        else controller.enqueue(piece);
      },
      async cancel() {
        // A store that was closed meanwhile has forgotten it already.
        await store.call("done", content).catch(() => undefined);
      },
    });
    const headers = { ...COMMON, "Content-Type": type, "Content-Length": `${size}` };
    return new Response(bytes, { headers: { ...headers, "Content-Security-Policy": CONTENT_POLICY } });
  } catch (thrown) {
    const { code } = asStrataError(thrown, "reading a file");
    return failure(code === "ENOENT" || code === "UnknownReference" || code === "EISDIR" ? 404 : 500);
  }
}

const COMMON = { "X-Content-Type-Options": "nosniff" };

function failure(status: number): Response {
  return new Response(null, { status, headers: { ...COMMON, "Content-Security-Policy": CONTENT_POLICY } });
}
