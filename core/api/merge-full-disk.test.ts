import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStrata } from "../testing/command.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { canMount, SmallDisk } from "../testing/small-disk.ts";
import { seededBytes } from "../testing/trees.ts";

describe.skipIf(!canMount)("a merge on a disk without a free block", () => {
  let disk: SmallDisk;
  let merge: number;

  beforeEach(async () => {
    disk = new SmallDisk();
    const store = new MergingStore(join(disk.path, "store"));
    const tree = (mark: string) => ({
      a: lines(`3: ${mark}`, `20: ${mark}`),
      b: seededBytes(mark.length, 90_000),
    });
    merge = (await store.start("main", tree("old"), tree("mine"), tree("theirs"))).id;
    await store.call("merge.resolve", { merge, path: "a", take: "ours", hunk: 1 });
    await store.call("mount.open", { ref: "main@{1}", name: "copy" });
    await store.call("mount.write", { mount: "copy", path: "a", text: lines("20: copy") });
    await store.handle.close();
    disk.fill();
  });

  afterEach(() => disk.remove());

  const strata = async (...argv: string[]) => {
    const { code, stdout } = await startStrata([...argv, "--json", "--store", join(disk.path, "store")])
      .result;
    return { code, ...JSON.parse(stdout) };
  };

  it("can be read and abandoned; each step says that the disk is full, and changes nothing", async () => {
    const shown = await strata("merge", "show", "a");
    expect(shown).toMatchObject({ code: 0, files: [{ counts: { conflicts: 2, resolved: 1 } }] });
    expect(await strata("merge", "list")).toMatchObject({ code: 0, merges: [{ id: merge }] });
    expect(await strata("merge", "file", "b")).toMatchObject({ code: 0, state: "open" });
    expect(await strata("merge", "check")).toMatchObject({ code: 0, checked: 1 });
    expect(await strata("mount", "push", "copy", "--dry-run")).toMatchObject({ code: 3, conflicts: 1 });
    for (const step of [
      ["resolve", "a", "--take", "theirs"],
      ["resolve", "--match", "*", "--take", "both"],
      ["reopen", "a"],
      ["preview"],
      ["start", "main", "main@{1}"],
    ])
      expect(await strata("merge", ...step), step.join(" ")).toMatchObject({
        code: 1,
        error: { code: "DiskFull", hint: expect.stringContaining("Free some space") },
      });
    expect(await strata("merge", "show", "a")).toEqual(shown);
    expect(await strata("merge", "abandon")).toMatchObject({ code: 0, outcome: "abandoned" });
    rmSync(join(disk.path, "fill"));
    expect(await strata("merge", "restore", String(merge))).toMatchObject({ code: 0, files: { open: 2 } });
    expect(await strata("verify")).toMatchObject({ code: 0 });
  });

  it("is not completed, and can be once there is room", async () => {
    rmSync(join(disk.path, "fill"));
    expect(await strata("merge", "resolve", "--match", "*", "--take", "both")).toMatchObject({ code: 0 });
    disk.fill();
    const { log } = await strata("log", "main");
    expect(await strata("merge", "complete")).toMatchObject({ code: 1, error: { code: "DiskFull" } });
    expect((await strata("log", "main")).log).toEqual(log);
    expect(await strata("merge", "list")).toMatchObject({ merges: [{ id: merge, outcome: null }] });
    rmSync(join(disk.path, "fill"));
    expect(await strata("merge", "complete")).toMatchObject({ code: 0, status: "completed" });
    expect((await strata("log", "main")).log).toHaveLength(log.length + 1);
    expect(await strata("verify")).toMatchObject({ code: 0 });
  });
});
