import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { asStrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import { followMoves } from "../store/arriving.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import type { MoveProgress } from "./move-store.ts";
import { operations } from "./table.ts";

/** A store with packs, loose objects, a working copy, a copy of its database and something set aside; its only head. */
export const made = { folder: "", head: "" as SnapshotId };

/** Makes {@link made} before the tests of a file. */
export function useMadeStore(): void {
  beforeAll(async () => {
    const root = temporaryFolder();
    made.folder = join(root, "before");
    const runner = new TestRunner(made.folder);
    const folder = join(root, "folder");
    for (let round = 0; round < 3; round++) {
      writeTree(folder, { big: seededBytes(round, 1_500_000), small: `${round}` });
      const request = { paths: [folder], label: "main", replace: true };
      made.head = (await runner.run(operations.import, request)).id;
    }
    await runner.run(operations.openMount, { base: made.head, label: "main", name: "copy" });
    await runner.settle();
    runner.close();
    mkdirSync(join(made.folder, "set-aside"), { mode: 0o700 });
    writeFileSync(join(made.folder, "set-aside", "frame-1.bin"), "damaged", { mode: 0o600 });
  });
}

/** A copy of the store that may be written to, and an empty place beside it. */
export function places(): { readonly from: string; readonly to: string } {
  const root = temporaryFolder();
  const from = join(root, "from");
  cpSync(made.folder, from, { recursive: true });
  return { from, to: join(root, "new", "place") };
}

interface MoveParts {
  readonly files?: FileWrites;
  readonly onProgress?: (progress: MoveProgress) => void;
}

export async function move(from: string, to: string, { files, onProgress }: MoveParts = {}) {
  const runner = new TestRunner(from, files && { files });
  try {
    return await runner.run(operations.moveStore, { to }, onProgress && { onProgress });
  } finally {
    runner.close();
  }
}

/** Opens the store where it is by now, as a new process would, and checks everything in it. Returns that folder. */
export async function expectSound(from: string, where: string): Promise<string> {
  const at = followMoves(from);
  const runner = new TestRunner(at, { create: false });
  expect((await runner.run(operations.verify, undefined)).problems, where).toEqual([]);
  runner.close();
  const opened = openTestStore(at);
  expect(opened.labels.logSync("main").at(-1)?.to, where).toBe(made.head);
  opened.close();
  return at;
}

/** The error that work fails with; undefined if it does not. */
export function refusal(work: Promise<unknown>): Promise<ReturnType<typeof asStrataError> | undefined> {
  return work.then(
    () => undefined,
    (thrown: unknown) => asStrataError(thrown),
  );
}
