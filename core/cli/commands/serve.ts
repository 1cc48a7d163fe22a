import { z } from "zod";
import { parseInput } from "../../api/input-error.ts";
import { defaultTokenFile } from "../../api/store-location.ts";
import type { Call } from "../../http/calls.ts";
import { DEFAULT_PORT } from "../../http/limits.ts";
import { followToken } from "../../http/token.ts";
import { safeName } from "../render/safe-text.ts";
import type { CliService } from "../shared/cli-command.ts";

const MOST_PORT = { error: "a whole number from 0 to 65,535" };

const input = z.strictObject({
  host: z.string().optional(),
  port: z.int(MOST_PORT).min(0, MOST_PORT).max(65_535, MOST_PORT).default(DEFAULT_PORT),
  token_file: z.string().optional(),
});

/** `strata serve` */
export const serveCli: CliService = {
  words: "serve",
  summary: "Answers programs over HTTP until it is interrupted, with the same commands as here.",
  arguments: [],
  options: [
    {
      flags: "--port <number>",
      about: `the port to listen on, ${DEFAULT_PORT} by default; 0 for any that is free`,
      as: "number",
    },
    { flags: "--host <address>", about: "the address to listen on, instead of this machine's own alone" },
    {
      flags: "--token-file <file>",
      about: "the file with the token that every request must have; it is made if it is not there",
      as: "path",
    },
  ],
  async run(typed, { storeFolder, lockWait, signal, say, warn }) {
    // Loaded here, since no other command needs it.
    const { startServer } = await import("../../http/server.ts");
    const { host, port, token_file: file = defaultTokenFile() } = parseInput({ name: "serve", input }, typed);
    const server = await startServer({
      ...{ store: storeFolder, lockWait, host, port },
      token: followToken(file),
      onCall: (call) => tellOfBugs(call, warn),
    });
    try {
      await say({ url: server.url, store: storeFolder, token_file: file }, [
        `Serving the store at ${safeName(storeFolder)}`,
        `  address    ${server.url}`,
        `  API pages  ${server.url}/docs`,
        `  token      in ${safeName(file)}`,
      ]);
      await interruption(signal);
    } finally {
      await server.stop();
    }
  },
};

/** A client is told only that there is a bug. */
function tellOfBugs({ method, path, error }: Call, warn: (line: string) => void): void {
  if (error?.code !== "Internal") return;
  const { cause } = error;
  warn(`${method} ${path}: ${cause instanceof Error ? (cause.stack ?? cause.message) : error.message}`);
}

function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
