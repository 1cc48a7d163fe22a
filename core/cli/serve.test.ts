import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { startStrata } from "../testing/command.ts";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { historyOn } from "../testing/http.ts";

let store = "";
beforeAll(async () => {
  store = (await historyOn()).store;
});

/** Starts `strata serve` as a process, and returns it when it says that it has begun. */
async function started(...more: string[]) {
  const tokenFile = join(temporaryFolder(), "token");
  const args = ["serve", "--port", "0", "--token-file", tokenFile, "--json", ...more];
  const { process, result } = startStrata(args, { env: { STRATA_STORE: store } });
  const begun = await new Promise<{ url: string; token_file: string }>((resolve, reject) => {
    let text = "";
    process.stdout?.on("data", (piece: Buffer) => {
      text += piece.toString();
      try {
        resolve(JSON.parse(text));
      } catch {
        // There is more to come.
      }
    });
    void result.then(({ stderr }) => reject(new Error(stderr)));
  });
  const token = readFileSync(tokenFile, "utf8").trim();
  const get = (path: string) =>
    fetch(begun.url + path, { headers: { Authorization: `Bearer ${token}`, Connection: "keep-alive" } });
  return { process, result, get, tokenFile, begun };
}

describe("strata serve", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("answers until %s, and ends in order", async (signal) => {
    const { process, result, get, tokenFile, begun } = await started();
    expect(begun).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      store,
      token_file: tokenFile,
    });
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
    expect((await get("/api/fs/labels")).status).toBe(200);
    process.kill(signal);
    expect(await result).toMatchObject({ code: 0, stderr: "" });
    await expect(get("/api/fs/labels")).rejects.toThrow();
  });

  it("says that the port is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const cwd = temporaryFolder();
    const { code, all } = await runHere(["serve", "--port", `${port}`, "--token-file", "t"], {
      cwd,
      env: { STRATA_STORE: store },
    });
    expect(all).toBe(
      `strata: Another program listens on port ${port} of 127.0.0.1. Choose another port, or 0 for any that is free.\n`,
    );
    expect(code).toBe(1);
    other.close();
  });

  it.each([
    [["--port", "x"], 2, /^strata: port must be a whole number from 0 to 65,535, but is "x"\.\n$/],
    [["--port", "65536"], 2, /^strata: port must be a whole number from 0 to 65,535/],
    [
      ["--host", "nowhere.invalid", "--port", "0"],
      2,
      /^strata: It is not possible to listen on port 0 of nowhere/,
    ],
    [["--store", "none", "--port", "0"], 1, /^strata: There is no store at /],
    [["--what"], 2, /^strata: Unknown option/],
  ])("refuses %j", async (more, code, message) => {
    const options = { cwd: temporaryFolder(), env: { STRATA_STORE: store } };
    const run = await runHere(["serve", "--token-file", "t", ...more], options);
    expect(run.all).toMatch(message);
    expect(run.code).toBe(code);
  });

  it("is in the help", async () => {
    const { all } = await runHere(["serve", "--help"], { cwd: temporaryFolder() });
    expect(all).toContain("--token-file <file>");
  });
});
