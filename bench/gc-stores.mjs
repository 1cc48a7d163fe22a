import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { say } from "../scripts/processes.mjs";
import { once, open } from "./window-store.mjs";

/** The label of each store that is made here. */
export const LABEL = "work";

const pathOf = (no) => `area-${no % 20}/part-${no % 400}/file-${no}.txt`;

/** Bytes that do not repeat, of 200 to 2,200, which are one chunk each or inline. */
function contentOf(no, version) {
  const size = 200 + ((no * 7919 + version * 31) % 2000);
  return createHash("shake256", { outputLength: size }).update(`${no} ${version}`).digest();
}

/**
 * Prepares once, and returns the folder of, a store of so many small files whose label was moved so often, each time to a snapshot in
 * which so many files changed.
 */
export async function movedStore({ files, moves, changed }) {
  return await once(`moved ${files} ${moves} ${changed}`, async (store, scratch) => {
    say(`preparing ${moves} snapshots of ${files} files in ${scratch} (once)`);
    const repository = await open(store);
    const contents = join(scratch, "contents");
    for (let no = 0; no < files; no++) {
      const path = join(contents, pathOf(no));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contentOf(no, 0));
    }
    const { id: base } = await repository.run("import", { paths: [contents], label: LABEL });
    rmSync(contents, { recursive: true });
    const { id } = await repository.run("openMount", { base, label: LABEL });
    for (let move = 1; move < moves; move++) {
      for (let each = 0; each < changed; each++) {
        const no = (move * 7919 + each * 104_729) % files;
        const change = { do: "write", path: pathOf(no), bytes: contentOf(no, move) };
        await repository.run("changeMount", { id, change });
      }
      await repository.run("pushMount", { id, message: `Move ${move}`, force: false, override: false });
    }
    await repository.run("discardMount", id);
    await repository.close();
  });
}
