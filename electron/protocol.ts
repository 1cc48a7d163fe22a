import { type CustomScheme, protocol } from "electron";
import { asStrataError } from "../core/index.ts";
import { type AppResource, readAppUrl } from "./app-url.ts";
import { CONTENT_POLICY } from "./security.ts";
import type { Store } from "./store.ts";
import type { WindowSource } from "./window-source.ts";

const SCHEME: CustomScheme = {
  scheme: "app",
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
};

/** Registers the app's scheme; must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([SCHEME]);
}

/** Answers requests of the app's scheme: files of the window, and contents in the store. */
export function answerScheme(window: WindowSource, store: Pick<Store, "call">): void {
  protocol.handle(SCHEME.scheme, async ({ method, url }) => {
    if (method !== "GET") return failure(405);
    const resource = readAppUrl(url);
    if (resource?.kind === "content") return await content(store, resource);
    const file = await window.read(url);
    if (file === undefined) return failure(404);
    const headers = { ...COMMON, "Content-Type": file.type, "Content-Security-Policy": window.policy };
    return new Response(file.bytes, { headers });
  });
}

/** Streams a file's content at the reader's pace. */
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
        // A store that was closed meanwhile has no such handle any more.
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
