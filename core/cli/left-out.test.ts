import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const cwd = temporaryFolder();
const strata = (...argv: string[]) => runHere(argv, { cwd, env: { STRATA_STORE: "store" } });

describe.runIf(process.platform !== "win32")("a snapshot that something was skipped from", () => {
  beforeAll(() => {
    writeTree(cwd, { "live/f": "1", "whole/f": "1" });
    for (const name of ["one", "two"]) execFileSync("mkfifo", [join(cwd, "live", name)]);
  });

  it("I23: is told of in the last line of an import, and ends with 3 only when that is asked for", async () => {
    for (const [label, code, ...strict] of [
      ["easy", 0],
      ["strict", 3, "--strict"],
    ] as const) {
      const { stdout, code: ended } = await strata("import", "live", "--label", label, ...strict);
      expect(stdout.toString().trimEnd().split("\n").at(-1)).toBe(
        "Not everything is in the snapshot: 2 files or folders were skipped.",
      );
      expect(ended).toBe(code);
      expect(await strata("cat", `${label}:f`)).toMatchObject({ code: 0, all: "1" });
    }
  });

  it("is told of by capture too", async () => {
    const { all, code } = await strata("capture", "live", "--strict");
    expect(all).toContain("2 files or folders were skipped.");
    expect(code).toBe(3);
  });

  it("is none where nothing was skipped", async () => {
    const { all, code } = await strata("import", "whole", "--label", "whole", "--strict");
    expect(all).not.toContain("skipped");
    expect(code).toBe(0);
  });
});

describe("a message without a move", () => {
  beforeAll(async () => {
    writeTree(cwd, { "again/f": "1" });
    await strata("import", "again", "--label", "again", "-m", "the first");
  });

  it.each([
    ["import", "again", "--label", "again"],
    ["reset", "again", "again"],
    ["fs", "label", "again", "again"],
    ["fs", "push", "again", "--label", "again", "--force"],
  ])("is not dropped in silence: %j", async (...argv) => {
    expect((await strata(...argv)).all).not.toContain("message");
    const { all, code } = await strata(...argv, "-m", "the second");
    expect(all).toContain("The message is not kept");
    expect(code).toBe(0);
  });
});
