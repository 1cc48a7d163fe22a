import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTree } from "../testing/folders.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { seededBytes } from "../testing/trees.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** Five hunks in conflict, and a change of one side. */
const five = (mark: string, ...more: string[]) =>
  lines(...more, `2: ${mark}`, `9: ${mark}`, `16: ${mark}`, `23: ${mark}`, `30: ${mark}`);

describe("a merge that is decided file by file", () => {
  it("MS1: keeps what merged, lists the rest, and moves its label to what was decided", async () => {
    const { id, ours, theirs, ...info } = await store.start(
      "one",
      { "a.txt": lines(), "b.bin": seededBytes(1, 900), "c.txt": "c\n", same: "s", auto: lines() },
      {
        "a.txt": lines("3: ours"),
        "b.bin": seededBytes(2, 900),
        "c.txt": "C\n",
        same: "s",
        auto: lines("1: ours"),
        "new/ours": "o",
      },
      { "a.txt": lines("3: theirs"), "b.bin": seededBytes(3, 900), same: "s", auto: lines("30: theirs") },
    );
    expect(info).toMatchObject({
      label: "one",
      mount: null,
      files: { auto: 1, open: 3, resolved: 0 },
      moved: false,
      resumed: false,
      outcome: null,
    });
    expect(ours).toMatchObject({ name: "one", label: "one", by: expect.stringContaining("(app)") });
    const { files, total } = await call("merge.show", { merge: id });
    expect(total).toBe(4);
    expect(files.map(({ path, kind, state }) => [path, kind, state])).toEqual([
      ["a.txt", "text", "open"],
      ["auto", "text", "auto"],
      ["b.bin", "binary", "open"],
      ["c.txt", "modify/delete", "open"],
    ]);
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({
      code: "MergeOpen",
      data: { open: ["a.txt", "b.bin", "c.txt"] },
    });
    await call("merge.resolve", { merge: id, path: "a.txt", take: "both", hunk: 1 });
    await call("merge.resolve", { merge: id, path: "b.bin", take: "theirs" });
    await call("merge.resolve", { merge: id, path: "c.txt", take: "delete" });
    const done = await call("merge.complete", { merge: id, message: "Together" });
    expect(done).toMatchObject({ status: "completed", label: "one" });
    if (done.status !== "completed") return;
    expect(await store.textOf("one", "a.txt")).toBe(lines("3: ours\n3: theirs"));
    expect(await store.textOf("one", "auto")).toBe(lines("1: ours", "30: theirs"));
    expect(await store.bytesOf("one", "b.bin")).toEqual(Buffer.from(seededBytes(3, 900)));
    expect(await store.pathsOf("one")).toEqual(["a.txt", "auto", "b.bin", "new/ours", "same"]);
    const { log } = await call("log", { label: "one", limit: 1 });
    expect(log[0]).toMatchObject({
      op: "merge",
      message: "Together",
      parents: [ours.ca_id, theirs.ca_id, info.base?.ca_id],
    });
    // Again it says the same, and moves nothing.
    expect(await call("merge.complete", { merge: id })).toEqual(done);
    expect((await call("log", { label: "one", limit: 1 })).log).toEqual(log);
    // Both are in the history now.
    expect(await call("merge", { ours: "one", theirs: "one-2" })).toMatchObject({ ca_id: done.ca_id });
  });

  it("MS2: is the same one when it is started again, and complete at once where nothing is in conflict", async () => {
    const { id } = await store.start("two", { a: lines() }, { a: lines("1: o") }, { a: lines("30: t") });
    const again = await call("merge.start", { ours: "two", theirs: "two-2" });
    expect(again).toMatchObject({ id, resumed: true, files: { auto: 1, open: 0 } });
    expect((await call("merge.start", { ours: "two-2", theirs: "two" })).id).not.toBe(id);
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed", label: "two" });
  });

  it("MS3: decides hunk by hunk, and keeps every byte", async () => {
    const latin = (mark: number) =>
      Buffer.concat([
        Buffer.from("first\n"),
        Buffer.from([0xe9, mark, 0xff, 0x0d, 0x0a]),
        Buffer.from("last"),
      ]);
    const { id } = await store.start("bytes", { a: latin(0x61) }, { a: latin(0x62) }, { a: latin(0x63) });
    const file = await call("merge.file", { merge: id, path: "a" });
    expect(file.text).toMatchObject({
      invalid_utf8: true,
      saved: null,
      ours: "first\n\udce9b\udcff\r\nlast",
    });
    await call("merge.resolve", { merge: id, path: "a", take: "both-reversed" });
    await call("merge.complete", { merge: id });
    const both = Buffer.concat([latin(0x63).subarray(0, 11), latin(0x62).subarray(6)]);
    expect(await store.bytesOf("bytes", "a")).toEqual(both);
  });

  it("MS4: goes on with what was decided when the label moves meanwhile", async () => {
    const { id } = await store.start(
      "moved",
      { a: five("base") },
      { a: five("ours") },
      { a: five("theirs") },
    );
    for (const [hunk, take] of [
      [1, "ours"],
      [2, "theirs"],
      [3, "both"],
      [4, "neither"],
      [5, "both-reversed"],
    ]) {
      await call("merge.resolve", { merge: id, path: "a", take, hunk });
    }
    expect((await call("merge.show", { merge: id })).files[0]).toMatchObject({
      state: "resolved",
      counts: { conflicts: 5, resolved: 5 },
    });
    const head = await store.put("moved", { a: five("ours", "9: again"), b: "b" });
    expect(await call("merge.list", { label: "moved" })).toMatchObject({ merges: [{ id, moved: true }] });
    const updated = await call("merge.complete", { merge: id });
    expect(updated).toEqual({ status: "updated", kept: 4, reopened: ["a"], settled: [], head });
    const { hunks } = await call("merge.show", { merge: id, path: "a" });
    expect(hunks?.map(({ decision }) => decision)).toEqual([
      "ours",
      "open",
      "ours+theirs",
      "nothing",
      "theirs+ours",
    ]);
    await call("merge.resolve", { merge: id, path: "a", take: "theirs", hunk: 2 });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
    expect(await store.textOf("moved", "a")).toBe(
      five("ours")
        .replace("9: ours", "9: theirs")
        .replace("16: ours\n", "16: ours\n16: theirs\n")
        .replace("23: ours\n", "")
        .replace("30: ours\n", "30: theirs\n30: ours\n"),
    );
    expect(await store.pathsOf("moved")).toEqual(["a", "b"]);
  });

  it("MS4: opens what loses a decision when the label moves, also a file that merged by itself", async () => {
    const tree = (at: string, own: string, ...more: string[]) => ({
      auto: lines(at, ...more),
      gone: lines(at, ...more),
      conflict: lines(own),
    });
    const ours = tree("20: ours", "5: ours");
    const { id } = await store.start("lost", tree("", "5: base"), ours, tree("25: theirs", "5: theirs"));
    for (const path of ["auto", "gone", "conflict"]) {
      await call("merge.resolve", { merge: id, path, take: "ours" });
    }
    await store.put("lost", {
      ...ours,
      auto: lines("20: ours", "2: more"),
      gone: lines("20: ours", "2: more"),
    });
    expect(await call("merge.complete", { merge: id })).toMatchObject({
      status: "updated",
      kept: 1,
      reopened: ["auto", "gone"],
    });
    await store.put("lost", {
      ...ours,
      auto: lines("20: ours", "1: more"),
      gone: lines("20: ours", "1: more"),
    });
    const again = await call("merge.start", { ours: "lost", theirs: "lost-2" });
    expect(again).toMatchObject({ id, resumed: true, files: { auto: 0, open: 2, resolved: 1 } });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "MergeOpen" });
    await call("merge.resolve", { merge: id, path: "auto", take: "ours" });
    await call("merge.reopen", { merge: id, path: "gone" });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
    expect(await store.textOf("lost", "auto")).toBe(lines("20: ours", "1: more"));
    expect(await store.textOf("lost", "gone")).toBe(lines("20: ours", "1: more", "25: theirs"));
  });

  it("MS5: decides by pattern, tells what was before, and takes it back", async () => {
    const tree = (mark: string) => ({
      "a.txt": lines(`3: ${mark}`),
      "b.txt": lines(`3: ${mark}`),
      "c.bin": Buffer.from(`\0${mark}`),
    });
    const { id } = await store.start(
      "bulk",
      { ...tree("base"), gone: "g" },
      { ...tree("ours"), gone: "G" },
      tree("theirs"),
    );
    const dry = await call("merge.resolve", { merge: id, match: "*", take: "theirs", dry_run: true });
    expect(dry.files.map(({ path, after }) => [path, after.take])).toEqual([
      ["a.txt", "theirs"],
      ["b.txt", "theirs"],
      ["c.bin", "theirs"],
      ["gone", "theirs"],
    ]);
    const binary = { merge: id, match: "*", kind: "binary", take: "ours", dry_run: true } as const;
    expect((await call("merge.resolve", binary)).files.map(({ path }) => path)).toEqual(["c.bin"]);
    await expect(call("merge.resolve", { ...binary, kind: "mode" })).rejects.toMatchObject({
      code: "BadInput",
      message: expect.stringContaining("kind mode"),
    });
    expect(await call("merge.list", {})).toMatchObject({
      merges: expect.arrayContaining([
        expect.objectContaining({ id, files: { auto: 0, open: 4, resolved: 0 } }),
      ]),
    });
    const both = await call("merge.resolve", { merge: id, match: "*", take: "both" });
    expect(both.files.map(({ path }) => path)).toEqual(["a.txt", "b.txt", "c.bin"]);
    expect(both.files.at(-1)?.after).toEqual({ take: "both", as: "c (bulk-2).bin", first: "ours" });
    expect(both.skipped).toEqual([
      { path: "gone", reason: expect.stringMatching(/Only one side has a file there\.$/) },
    ]);
    const theirs = await call("merge.resolve", { merge: id, match: "*.txt", all: true, take: "theirs" });
    expect(theirs.files.map(({ before }) => before.take)).toEqual(["text", "text"]);
    const { before } = await call("merge.decide", {
      merge: id,
      decisions: theirs.files.map(({ path, before }) => ({ path, decision: before })),
    });
    expect(before.map(({ decision }) => decision.take)).toEqual(["theirs", "theirs"]);
    const { hunks } = await call("merge.show", { merge: id, path: "b.txt" });
    expect(hunks).toMatchObject([{ hunk: 1, decision: "ours+theirs", line: 4, ours: "3: ours\n" }]);
    // The hunks of one call can be taken back too, together with its whole files.
    await call("merge.decide", {
      merge: id,
      decisions: [{ path: "c.bin", decision: { take: "undecided" } }],
      steps: both.files.flatMap(({ path, regions }) => (regions ? [{ path, regions: [...regions] }] : [])),
    });
    const open = await call("merge.show", { merge: id, state: "open" });
    expect(open.files.map(({ path }) => path)).toEqual(["a.txt", "b.txt", "c.bin", "gone"]);
  });

  it("MS6: takes the content of a file, and both files under two names", async () => {
    const tree = (mark: string) => ({
      a: Buffer.from(`\0a${mark}`),
      b: Buffer.from(`\0b${mark}`),
      "sub/c": mark,
    });
    const { id } = await store.start("names", tree("base"), tree("ours"), tree("theirs"));
    const mine = join(store.folder, "mine.dat");
    writeFileSync(mine, "\0by hand");
    await call("merge.resolve", { merge: id, path: "a", take: "content", from: mine });
    await call("merge.resolve", { merge: id, path: "b", take: "both-reversed", as: "sub/b-ours" });
    await call("merge.resolve", { merge: id, path: "sub/c", take: "both", as: "sub/d" });
    await call("merge.complete", { merge: id });
    expect(await store.pathsOf("names")).toEqual(["a", "b", "sub/b-ours", "sub/c", "sub/d"]);
    const texts = ["a", "b", "sub/b-ours", "sub/c", "sub/d"].map((path) => store.textOf("names", path));
    expect(await Promise.all(texts)).toEqual(["\0by hand", "\0btheirs", "\0bours", "ours", "theirs"]);
  });

  it("MS7: previews what is decided so far, with the lines that neither side has", async () => {
    const { id } = await store.start(
      "seen",
      { a: lines(), b: lines() },
      { a: lines("3: ours"), b: lines("3: ours") },
      { a: lines("3: theirs"), b: lines("3: theirs") },
    );
    await call("merge.step", {
      merge: id,
      path: "a",
      regions: [{ at: [3, 1, 3, 1, 3, 1], kind: "conflict", decision: "typed", pieces: ["3: mine\n"] }],
    });
    const preview = await call("merge.preview", { merge: id });
    expect(preview).toMatchObject({
      complete: false,
      open: ["b"],
      new_lines: [
        {
          path: "a",
          start: 3,
          count: 1,
          text: "3: mine\n",
          in_base: false,
          how: "typed",
          by: expect.any(String),
        },
      ],
    });
    expect(await store.textOf(preview.result, "a")).toBe(lines("3: mine"));
    expect(await store.textOf(preview.result, "b")).toBe(lines());
  });

  it("MS8: is restored after it was abandoned, and is not changed meanwhile", async () => {
    const { id } = await store.start("left", { a: "1" }, { a: "2" }, { a: "3" });
    await call("merge.resolve", { merge: id, path: "a", take: "theirs" });
    expect(await call("merge.abandon", { merge: id })).toMatchObject({ outcome: "abandoned" });
    for (const name of ["merge.complete", "merge.abandon", "merge.preview"] as const) {
      await expect(call(name, { merge: id })).rejects.toMatchObject({
        code: "MergeEnded",
        data: { merge: id },
      });
    }
    for (const more of [{ take: "ours" }, { take: "both" }]) {
      const resolved = call("merge.resolve", { merge: id, path: "a", ...more });
      await expect(resolved).rejects.toMatchObject({ code: "MergeEnded" });
    }
    await expect(call("merge.reopen", { merge: id, path: "a" })).rejects.toMatchObject({
      code: "MergeEnded",
    });
    expect((await call("merge.list", {})).merges.map((merge) => merge.id)).not.toContain(id);
    expect((await call("merge.list", { ended: true })).merges.map((merge) => merge.id)).toContain(id);
    expect(await call("merge.restore", { merge: id })).toMatchObject({
      outcome: null,
      files: { resolved: 1 },
    });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
    await expect(call("merge.restore", { merge: id })).rejects.toMatchObject({ code: "MergeEnded" });
  });

  it("MS9: goes with a label that is renamed, and says how to go on if it is deleted", async () => {
    const { id } = await store.start("gone", { a: "1" }, { a: "2" }, { a: "3" });
    await call("merge.resolve", { merge: id, path: "a", take: "theirs" });
    await call("label.rename", { label: "gone", to: "here" });
    expect(await call("merge.show", { merge: id })).toMatchObject({ label: "here", moved: false });
    await call("label.delete", { label: "here" });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({
      code: "LabelDeleted",
      hint: expect.stringContaining("--label"),
    });
    await expect(call("merge.complete", { merge: id, label: "one" })).rejects.toMatchObject({
      code: "LabelExists",
    });
    expect(await call("merge.complete", { merge: id, label: "anew" })).toMatchObject({ label: "anew" });
    expect(await store.textOf("anew", "a")).toBe("3");
  });

  it("MS10: moves a protected label only where that is said on purpose", async () => {
    const { id } = await store.start("guarded", { a: "1" }, { a: "2" }, { a: "3" });
    await call("merge.resolve", { merge: id, path: "a", take: "theirs" });
    await call("label.protect", { label: "guarded", protected: true });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "LabelProtected" });
    expect(await call("merge.complete", { merge: id, override: true })).toMatchObject({
      status: "completed",
    });
  });

  it("MS22: counts the hunks at once, and takes suggestions only where that is asked", async () => {
    const letters = (text: string) => [...text].map((line) => `${line}\n`).join("");
    const tree = (text: string) => ({ a: letters(text), b: letters(text) });
    const { id } = await store.start("hints", tree("bbbb"), tree("abab"), tree("babb"));
    const { files } = await call("merge.show", { merge: id });
    const counts = { auto: 0, conflicts: 2, resolved: 0, suggestions: 1 };
    expect(files).toMatchObject([
      { path: "a", counts },
      { path: "b", counts },
    ]);
    const { files: taken } = await call("merge.resolve", { merge: id, match: "*", take: "suggestions" });
    expect(taken).toMatchObject([
      { path: "a", regions: [{ suggestion: "ours", decision: "open" }] },
      { path: "b", regions: [{ suggestion: "ours", decision: "open" }] },
    ]);
    const { hunks } = await call("merge.show", { merge: id, path: "a" });
    expect(hunks).toMatchObject([
      { hunk: 1, decision: "suggested", suggestion: "ours" },
      { hunk: 2, decision: "open" },
    ]);
    await call("merge.resolve", { merge: id, match: "*", take: "theirs", hunk: 2 });
    expect(await call("merge.preview", { merge: id })).toMatchObject({ complete: true, new_lines: [] });
    await call("merge.complete", { merge: id });
    expect(await store.textOf("hints", "b")).toBe(letters("ababb"));
  });

  it("MS35: combines the words of all hunks where that is certain, and says what it leaves", async () => {
    const tree = (words: string, mark: string) => ({
      a: lines(`3: ${words}`, `9: ${mark}`),
      b: lines(`3: ${mark}`),
    });
    const [base, ours, theirs] = [tree("one, two", "b"), tree("ONE, two", "o"), tree("one, TWO", "t")];
    const { id } = await store.start("words", base, ours, theirs);
    const all = { merge: id, match: "*", take: "combined" } as const;
    const skipped = [{ path: "b", reason: expect.stringContaining("no open hunk of it can be combined") }];
    const region = { decision: "open" };
    expect(await call("merge.resolve", { ...all, dry_run: true })).toMatchObject({
      files: [{ path: "a", regions: [region] }],
      skipped,
    });
    const { files } = await call("merge.resolve", all);
    expect((await call("merge.show", { merge: id, path: "a" })).hunks).toMatchObject([
      { hunk: 1, decision: "combined" },
      { hunk: 2, decision: "open" },
    ]);
    await expect(
      call("merge.resolve", { merge: id, path: "a", hunk: 2, take: "combined" }),
    ).rejects.toMatchObject({
      code: "BadInput",
      message: expect.stringContaining("hunk 2 cannot be combined"),
    });
    // One step takes it back.
    const steps = files.map(({ path, regions = [] }) => ({ path, regions: [...regions] }));
    await call("merge.decide", { merge: id, decisions: [], steps });
    expect((await call("merge.show", { merge: id })).files).toMatchObject([
      { path: "a", counts: { resolved: 0 } },
      { path: "b", counts: { resolved: 0 } },
    ]);
  });

  it("MS23: decides the permissions of a text apart, where they are in conflict too", async () => {
    const withMode = async (label: string, text: string, mode: number) => {
      writeTree(join(store.folder, "modes"), { a: text });
      chmodSync(join(store.folder, "modes/a"), mode);
      await call("import", { paths: [join(store.folder, "modes")], label, replace: true });
    };
    await withMode("modes", lines(), 0o644);
    await call("label.create", { label: "modes-2", ref: "modes" });
    await withMode("modes", lines("3: ours"), 0o600);
    await withMode("modes-2", lines("3: theirs"), 0o755);
    const { id } = await call("merge.start", { ours: "modes", theirs: "modes-2" });
    expect(await call("merge.file", { merge: id, path: "a" })).toMatchObject({
      permissions: true,
      ours: { mode: 0o600 },
      theirs: { mode: 0o755 },
    });
    await call("merge.resolve", { merge: id, path: "a", take: "both" });
    expect(await call("merge.show", { merge: id })).toMatchObject({ totals: { open: 1 } });
    await call("merge.resolve", { merge: id, path: "a", take: "text", permissions: "theirs" });
    expect(await call("merge.show", { merge: id })).toMatchObject({ totals: { open: 0 } });
    await call("merge.complete", { merge: id });
    const { entries } = await call("tree", { ref: "modes" });
    expect(entries[0]).toMatchObject({ path: "a", mode: 0o100755 });
  });

  it("MS24: takes the whole folder of a side where a file of the other is in its place", async () => {
    const { id } = await store.start(
      "clash",
      { thing: "was", other: "o" },
      { thing: "a file", other: "o" },
      { "thing/a": "1", "thing/b/c": "2", other: "o" },
    );
    expect((await call("merge.show", { merge: id })).files).toMatchObject([{ path: "thing", kind: "type" }]);
    await call("merge.resolve", { merge: id, path: "thing", take: "theirs" });
    const { result } = await call("merge.preview", { merge: id });
    expect(await store.pathsOf(result)).toEqual(["other", "thing/a", "thing/b/c"]);
    await call("merge.resolve", { merge: id, path: "thing", take: "both", as: "things" });
    await call("merge.complete", { merge: id });
    expect(await store.pathsOf("clash")).toEqual(["other", "thing", "things/a", "things/b/c"]);
  });

  it("MS25: keeps files that the sides moved apart under one path, or under both", async () => {
    const moved = (name: string) => ({ [name]: lines("1: x"), kept: "k" });
    const { id } = await store.start("apart", moved("old"), moved("mine"), moved("yours"));
    expect((await call("merge.show", { merge: id })).files).toMatchObject([
      { path: "old", kind: "rename/rename", moved: [{ base: "old", ours: "mine", theirs: "yours" }] },
    ]);
    for (const [take, paths] of [
      [{ take: "ours" }, ["kept", "mine"]],
      [{ take: "theirs" }, ["kept", "yours"]],
      [{ take: "base" }, ["kept", "old"]],
      [{ take: "delete" }, ["kept"]],
      [{ take: "both", as: "yours" }, ["kept", "mine", "yours"]],
    ] as const) {
      await call("merge.resolve", { merge: id, path: "old", ...take });
      expect(await store.pathsOf((await call("merge.preview", { merge: id })).result)).toEqual(paths);
    }
  });

  it("MS26: has a virtual base where histories cross, which is there as long as the merge is", async () => {
    await store.part("cross", { a: lines() }, { a: lines("1: o") }, { a: lines("38: t") });
    const both = async (ours: string, theirs: string) => {
      const { id } = await call("merge.start", { ours, theirs: `${theirs}@{0}` });
      return id;
    };
    const [one, two] = [await both("cross", "cross-2"), await both("cross-2", "cross")];
    await call("merge.complete", { merge: one });
    await call("merge.complete", { merge: two });
    await store.put("cross", { a: lines("1: o", "20: ours", "38: t") });
    await store.put("cross-2", { a: lines("1: o", "20: theirs", "38: t") });
    const { id, base } = await call("merge.start", { ours: "cross", theirs: "cross-2" });
    expect(base?.name).toBe("virtual base of 2");
    expect(await store.textOf(base?.ca_id ?? "", "a")).toBe(lines("1: o", "38: t"));
    expect((await call("merge.file", { merge: id, path: "a" })).base?.ca_id).toBe(base?.ca_id);
    await call("merge.resolve", { merge: id, path: "a", take: "theirs", hunk: 1 });
    await call("merge.complete", { merge: id });
    expect(await store.textOf("cross", "a")).toBe(lines("1: o", "20: theirs", "38: t"));
  });
});
