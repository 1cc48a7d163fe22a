import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../scripts/processes.mjs";
import { once, open } from "./window-store.mjs";

const FILES = 80_000;
const FOLDERS = 800;
const MOVES = 10_000;
/** Number of files that each move changes. */
const EACH = 5;

export const PATHS = { label: "paths", files: FILES, moves: MOVES };

/** Returns the path of a file, three folders deep. */
export const pathOf = (no) => `area-${no % 20}/part-${no % FOLDERS}/file-${no}.txt`;

/**
 * Prepares once, and returns the folder of, a store whose label was moved 10,000 times, each time to a different snapshot
 * of 80,000 files.
 */
export async function pathStore() {
  return await once(`paths ${FILES} ${MOVES} ${EACH}`, async (store, scratch) => {
    say(`preparing a store of ${FILES} files with ${MOVES} different snapshots in ${scratch} (once)`);
    const repository = await open(store);
    const contents = join(scratch, "contents");
    for (let no = 0; no < FILES; no++) {
      const path = join(contents, pathOf(no));
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, `file ${no}\n`);
    }
    await repository.run("import", { paths: [contents], label: PATHS.label });
    const { id } = await repository.run("openMount", {
      base: (await repository.label(PATHS.label)).head,
      label: PATHS.label,
    });
    for (let move = 1; move < MOVES; move++) {
      for (let each = 0; each < EACH; each++) {
        // One file changes in every move, the others rarely.
        const path = pathOf(each === 0 ? 0 : (move * 7919 + each * 104_729) % FILES);
        await repository.run("changeMount", {
          id,
          change: { do: "write", path, bytes: Buffer.from(`${move} ${each}\n`) },
        });
      }
      await repository.run("pushMount", {
        id,
        message: `Move ${move} of the benchmark`,
        force: false,
        override: false,
      });
    }
    await repository.close();
    rmSync(contents, { recursive: true });
  });
}
