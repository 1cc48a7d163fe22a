import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { LocalContentWorker } from "../testing/local-worker.ts";
import { steadyClock } from "../testing/stores.ts";
import { mergeHere, plainContext } from "../testing/writers.ts";
import { Writer } from "../threads/writer.ts";

describe("upkeep after a move", () => {
  it("that fails is a warning, never a failure of what it came after; the next one makes up for it", async () => {
    const root = temporaryFolder();
    const [folder, store] = [join(root, "folder"), join(root, "store")];
    writeTree(folder, { a: "one" });
    const worker = new LocalContentWorker(DEFAULT_PROFILE);
    const writer = new Writer(
      {
        folder: store,
        profile: DEFAULT_PROFILE,
        exactProfile: false,
        create: true,
        lockWait: 20,
        surface: "cli",
      },
      { files: nodeFileWrites, clock: steadyClock(), workers: () => [worker], merger: mergeHere },
    );
    await writer.import({ paths: [folder], label: "main" }, plainContext());

    const other = openDatabase(join(store, "index.db"));
    other.exec("BEGIN IMMEDIATE");
    writeFileSync(join(folder, "a"), "two");
    const report = await writer.import({ paths: [folder], label: "main" }, plainContext());
    expect(report.moved).toBe(true);
    expect(report.warnings.map(({ path, reason }) => [path, reason.split(" failed: ")[0]])).toEqual([
      ["", "The snapshot is safe, but remembering what was read"],
      ["", "The snapshot is safe, but indexing the changes"],
    ]);
    other.exec("ROLLBACK");
    other.close();

    writeFileSync(join(folder, "a"), "three");
    const next = await writer.import({ paths: [folder], label: "main" }, plainContext());
    expect(next).toMatchObject({ moved: true, warnings: [] });
    await writer.settle();
    writer.close();
  });
});
