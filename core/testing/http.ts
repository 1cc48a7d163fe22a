import { join } from "node:path";
import { afterEach } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import type { Call } from "../http/calls.ts";
import { type RunningServer, type ServerOptions, startServer } from "../http/server.ts";
import { temporaryFolder, writeTree } from "./folders.ts";

/** The token of the servers of tests. */
export const TOKEN = "a-token-that-only-tests-have";

/** The answer to a request. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Its document; else its text. */
  readonly body: unknown;
}

/** A server over a store, for tests. */
export interface TestServer {
  readonly url: string;
  readonly store: string;
  /** The calls that it told of. */
  readonly calls: readonly Call[];
  /** Sends a request with the token, such as `GET /api/fs/labels`; the body as a document. */
  ask(route: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  stop(): Promise<void>;
}

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** Starts a server over a store, on any free port. It stops after the test. */
export async function serve(store: string, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const calls: Call[] = [];
  const onCall = (call: Call) => void calls.push(call);
  const server = await startServer({ store, port: 0, token: () => TOKEN, onCall, ...options });
  running.push(server);
  const { url } = server;
  return { url, store, calls, stop: () => server.stop(), ask: (...asked) => ask(url, ...asked) };
}

async function ask(
  url: string,
  route: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const [method = "", path = ""] = route.split(" ");
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isDocument = text !== "" && response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: isDocument ? JSON.parse(text) : text };
}

/** A store with three moves of the label `main`; `a.txt` holds the number of the move. */
export interface History {
  readonly store: string;
  /** The snapshots, oldest first. */
  readonly ids: readonly [string, string, string];
}

/** Makes a store with a history. */
export async function historyOn(label = "main"): Promise<History> {
  const root = temporaryFolder();
  const store = join(root, "store");
  const handle = new StoreHandle(store, { surface: "cli" });
  const ids: string[] = [];
  for (const text of ["1", "2", "3"]) {
    writeTree(join(root, "folder"), { "a.txt": text, "sub/b.txt": "the same", "sub/empty/": null });
    const input = { paths: [join(root, "folder")], label };
    ids.push((await invoke(registry, "import", input, { store: handle })).ca_id);
  }
  await handle.close();
  const [first = "", second = "", third = ""] = ids;
  return { store, ids: [first, second, third] };
}
