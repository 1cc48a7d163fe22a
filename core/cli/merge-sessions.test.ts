import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();

async function strata(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await runHere(["merge", ...argv], {
    cwd: store.folder,
    env: { STRATA_STORE: store.path },
  });
  return { code, out: stdout.toString(), err: stderr };
}

it("decides a merge on the command line, and names the next step each time", async () => {
  await store.part(
    "work",
    { "a.txt": lines(), "b.bin": "\0b", "sub/c.bin": "\0c", auto: lines() },
    { "a.txt": lines("3: o", "20: o"), "b.bin": "\0o", "sub/c.bin": "\0o", auto: lines("3: o") },
    { "a.txt": lines("3: t", "20: t"), "b.bin": "\0t", "sub/c.bin": "\0t", auto: lines("30: t") },
  );
  expect(await strata("list")).toMatchObject({ code: 0, out: "No merge is open.\n" });
  expect(await strata("show")).toMatchObject({ code: 1, err: expect.stringContaining("strata merge start") });
  const started = await strata("start", "work", "work-2");
  expect(started).toMatchObject({ code: 4 });
  expect(started.out).toBe(
    "started merge 1: work-2 into work\n1 file was merged without a conflict\n3 of 3 files open: strata merge show\n",
  );
  expect((await strata("start", "work", "work-2")).out).toMatch(/^merge 1: /);
  expect((await strata("list")).out).toMatch(/^1 {2}work-2 into work {2}3 of 3 files open {2}changed /);
  expect((await strata("show", "--state", "open")).out).toBe(
    "merge 1: work-2 into work\nopen  text    a.txt\nopen  binary  b.bin\nopen  binary  sub/c.bin\n3 of 3 files open: strata merge show\n",
  );
  expect((await strata("show", "a.txt")).out).toContain(
    "hunk 2, line 21: open\n  < 20: o\n  | 20: line\n  > 20: t\n",
  );
  expect((await strata("resolve", "a.txt", "--hunk", "1", "--take", "both")).out).toBe(
    "a.txt: 1 hunk\n3 of 3 files open: strata merge show\n",
  );
  expect((await strata("show", "--kind", "text")).out).toContain("open (1 of 2 hunks)  text  a.txt");
  expect(await strata("complete")).toMatchObject({ code: 4, err: expect.stringContaining("a.txt, b.bin") });
  expect((await strata("resolve", "--take", "theirs", "a.txt", "--hunk", "2")).out).toContain(
    "2 of 3 files open",
  );
  // Nothing is decided yet.
  expect((await strata("resolve", "--match", "*.bin", "--take", "ours", "--dry-run")).out).toBe(
    "b.bin: would be ours\nsub/c.bin: would be ours\n2 of 3 files open: strata merge show\n",
  );
  writeFileSync(join(store.folder, "mine"), "\0mine");
  await strata("resolve", "b.bin", "--take", "file", "mine");
  expect((await strata("resolve", "sub/c.bin", "--take", "both", "--as", "sub/d.bin")).out).toBe(
    "sub/c.bin: both\nall 3 files are decided: strata merge complete\n",
  );
  expect((await strata("file", "sub/c.bin")).out).toMatch(
    /^sub\/c\.bin: binary, both\nbase {4}sub\/c\.bin \(2 bytes, 6\d\d\)\n/,
  );
  expect((await strata("reopen", "a.txt", "--hunk", "2")).out).toBe("a.txt: open, 1 of 2 hunks decided\n");
  const typed = { at: [20, 1, 20, 1, 20, 1], kind: "conflict", decision: "typed", pieces: ["by hand\n"] };
  expect((await strata("step", "a.txt", "--regions", JSON.stringify([typed]))).out).toBe(
    "a.txt: resolved, 2 of 2 hunks decided\n",
  );
  expect((await strata("preview")).out).toMatch(
    /^a\.txt:22: by hand \(typed\)\n[0-9a-f]{64} \(all is decided; no label was moved\)\n$/,
  );
  expect((await strata("abandon")).out).toContain("strata merge restore 1");
  expect((await strata("restore", "1")).out).toContain("all 3 files are decided: strata merge complete");
  const done = await strata("complete", "-m", "by hand");
  expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/^work points at [0-9a-f]{10}\n$/) });
  expect(await store.textOf("work", "b.bin")).toBe("\0mine");
  expect(await store.textOf("work", "a.txt")).toBe(
    lines("3: o\n3: t", "20: by hand").replace("20: by", "by"),
  );
  expect(await store.pathsOf("work")).toEqual(["a.txt", "auto", "b.bin", "sub/c.bin", "sub/d.bin"]);
  expect((await strata("complete", "--merge", "1")).out).toBe(done.out);
});

it("says that the label moved meanwhile, and ends with 3", async () => {
  await store.part("late", { a: lines() }, { a: lines("3: o") }, { a: lines("3: t") });
  await strata("start", "late", "late-2");
  const ours = await strata("resolve", "a", "-t", "ours");
  expect(ours.out).toBe("a: ours\nthe file is decided: strata merge complete\n");
  await store.put("late", { a: lines("3: o", "20: late") });
  const { code, out } = await strata("complete");
  expect(code).toBe(3);
  expect(out).toBe(
    "open again     a\nThe label moved meanwhile, so it was merged anew; 0 decisions were kept. Look at it, then complete it: strata merge show\n",
  );
  await strata("abandon");
});

it("refuses what makes no sense on a command line", async () => {
  await store.part("odd", { a: "1" }, { a: "2" }, { a: "3" });
  await strata("start", "odd", "odd-2");
  for (const [argv, message] of [
    [["resolve", "a"], "is missing"],
    [["resolve", "a", "--take", "file"], "No file is named"],
    [["resolve", "a", "--take", "ours", "theirs"], "too much behind --take"],
    [["resolve", "a", "--take", "mine"], "take"],
    [["step", "a", "--regions", "{"], "not JSON"],
    [["decide", "--decisions", "[7]"], "decisions"],
    [["show", "--state", "odd"], "state"],
    [["restore", "x"], "merge"],
  ] as const) {
    const { code, err } = await strata(...argv);
    expect([argv, code]).toEqual([argv, 2]);
    expect(err).toContain(message);
  }
  const decisions = JSON.stringify([{ path: "a", decision: { take: "theirs" } }]);
  expect((await strata("decide", "--decisions", decisions)).out).toBe("a: was undecided\n");
});
