import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import { survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { cutPower } from "../testing/power-cuts.ts";
import { change, newBytes, sample, useSampleStore } from "../testing/sample-store.ts";
import { damageOne, readable, repair, setAside } from "./repair-suite.ts";

useSampleStore();

describe("a repair that is cut off", () => {
  let damaged: ReturnType<typeof damageOne>;
  let whole: string;
  let calls: FaultyFileWrites["calls"];

  beforeEach(async () => {
    damaged = damageOne();
    const loose =
      "UPDATE loose_frames SET stored = zeroblob(length(stored)) WHERE no = (SELECT frame FROM loose_objects WHERE id = ?)";
    change("strata.db", loose, idToBytes(hashId(newBytes)));
    whole = join(temporaryFolder(), "whole");
    cpSync(sample.folder, whole, { recursive: true });
    const counting = new FaultyFileWrites();
    await repair(counting);
    calls = counting.calls;
  });

  const startOver = () => {
    rmSync(sample.folder, { recursive: true });
    cpSync(whole, sample.folder, { recursive: true });
  };
  const sound = () => damaged.objects.filter((each) => each !== damaged.id);

  async function expectWhole(where: string): Promise<void> {
    expect(await readable(damaged.objects), where).toEqual(sound());
    const { remaining } = await repair();
    expect(
      remaining.map(({ code }) => code),
      where,
    ).toEqual(["MissingObject", "MissingObject"]);
    expect(await readable(damaged.objects), where).toEqual(sound());
    expect(existsSync(join(sample.folder, "set-aside", damaged.pack)), where).toBe(true);
    expect(
      setAside().filter((name) => name.startsWith("frame-")),
      where,
    ).toHaveLength(2);
  }

  it.each(["EIO", "short"] satisfies Fault[])(
    "by %s at any write loses nothing that was readable, and can be made again",
    async (fault) => {
      expect(new Set(calls)).toEqual(
        new Set(["create", "write", "sync", "rename", "syncFolder", "makeFolder"]),
      );
      for (const at of calls.keys()) {
        startOver();
        const files = new FaultyFileWrites(at, fault);
        await repair(files).catch(() => undefined);
        expect(files.failed).toBe(true);
        await expectWhole(`${fault} at call ${at} (${calls[at]})`);
        survived("faults", "repairs");
      }
    },
    300_000,
  );

  it("by a power failure loses nothing that was readable, and can be made again", async () => {
    await cutPower<null>({
      ...{ name: "repairs", before: whole, first: null },
      async work(store, files) {
        sample.folder = store;
        await repair(files);
      },
      async judge({ store, where }) {
        sample.folder = store;
        await expectWhole(where);
      },
    });
  }, 300_000);
});
