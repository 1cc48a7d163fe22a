import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitVersion } from "./git-suite.ts";
import { Dice, readSources, realTriple, tinyEdits, tinyTriple } from "./triples-suite.ts";
import { unifiedDiff } from "./unified-diff.ts";

const bytes = (text: string) => Buffer.from(text);
const diff = (before: string, after: string) =>
  unifiedDiff(bytes(before), bytes(after), { before: "a/f", after: "b/f" });

describe("unifiedDiff", () => {
  it("is empty for equal texts", () => {
    expect(diff("a\n", "a\n")).toBe("");
  });

  it("shows three lines of context", () => {
    expect(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n")).toBe(
      "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n",
    );
  });

  it("shows new files and missing final line ends", () => {
    expect(diff("", "a")).toBe("--- a/f\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n\\ No newline at end of file\n");
    expect(diff("a", "a\n")).toBe(
      "--- a/f\n+++ b/f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n",
    );
  });

  it("is truncated when it is huge", () => {
    expect(diff("", `${"x".repeat(99)}\n`.repeat(20_000))).toMatch(/\n\+x{99}\n\[Cut here: .*\]\n$/);
  });

  it.skipIf(gitVersion() === undefined)("is what git apply makes the one text into the other with", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const dice = new Dice(seed);
    const sources = readSources(new URL("../..", import.meta.url).pathname, 20, dice);
    const folder = mkdtempSync(join(tmpdir(), "strata-diff-"));
    const pairs = Array.from({ length: 150 }, (_, n) => {
      const { base, ours } =
        [tinyTriple, tinyEdits, (each: Dice) => realTriple(each, sources)][n % 3]?.(dice) ?? tinyEdits(dice);
      return { before: base, after: ours };
    }).filter(({ before, after }) => [before, after].every((each) => each.length > 0 && isUtf8(each)));
    try {
      let patch = "";
      for (const [n, { before, after }] of pairs.entries()) {
        writeFileSync(join(folder, `f${n}`), before);
        patch += unifiedDiff(before, after, { before: `a/f${n}`, after: `b/f${n}` });
      }
      const { status, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn", "-"], {
        cwd: folder,
        input: patch,
      });
      expect(`${stderr}`, `seed ${seed}`).toBe("");
      expect(status).toBe(0);
      for (const [n, { after }] of pairs.entries()) {
        expect(readFileSync(join(folder, `f${n}`)).equals(after), `seed ${seed}, pair ${n}`).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function isUtf8(text: Uint8Array): boolean {
  return Buffer.from(Buffer.from(text).toString()).equals(text);
}
