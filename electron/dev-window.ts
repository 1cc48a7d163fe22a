import { WINDOW_POLICY } from "./security.ts";
import type { WindowSource } from "./window-source.ts";

/**
 * The URL of the vite server that `npm run dev` started. The build replaces the variable with it, or with `undefined` in every
 * other build, so that a packaged app cannot reach one.
 */
export const devServer: string | undefined = process.env.STRATA_WINDOW_SERVER;

/** The nonce that scripts/dev.mjs has vite give to the script that it writes into the page. */
const DEV_NONCE = "strata-dev";

/**
 * Serves the window from a vite server, still under `app://`: origin checks, sandbox and navigation rules stay the same.
 * Vite's additions to the page need its nonce, and a WebSocket to hear of changes.
 */
export function servedWindow(server: string): WindowSource {
  const socket = server.replace(/^http/, "ws");
  return {
    policy: WINDOW_POLICY.replace("script-src 'self'", `script-src 'self' 'nonce-${DEV_NONCE}'`).replace(
      "connect-src 'self'",
      `connect-src 'self' ${socket}`,
    ),
    socket,
    async read(address) {
      const { pathname, search } = new URL(address);
      const answer = await fetch(`${server}${pathname}${search}`);
      if (!answer.ok) return undefined;
      const type = answer.headers.get("Content-Type") ?? "application/octet-stream";
      return { type, bytes: new Uint8Array(await answer.arrayBuffer()) };
    },
  };
}
