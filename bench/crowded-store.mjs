import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../scripts/processes.mjs";
import { once, open } from "./window-store.mjs";

const LABELS = 5000;
const FILES = 20_000;
const LINES = 3000;

/** The labels with a folder of many files, each different, and the names of the folder and its first file. */
export const WIDE = { labels: ["wide-1", "wide-2", "wide-3"], path: "wide", first: "wide/file 1.txt" };
/** The label whose only folder, with many files, changed completely in its newest move. */
export const CHANGED = "changed";
/** The label of a long text with a small change in each move. */
export const TEXTS = { label: "texts", steps: 20 };

/**
 * Prepares once, and returns the folder of, a store with many labels, files in one folder, changes, and versions of a
 * text.
 */
export async function crowdedStore() {
  return await once(`crowded ${LABELS} ${FILES} ${LINES}`, async (store, scratch) => {
    say(`preparing a store of ${LABELS} labels in ${scratch} (once)`);
    const repository = await open(store);
    const contents = join(scratch, "contents");
    const texts = await importTexts(repository, contents);
    for (let no = 1; no <= LABELS; no++) {
      const label = `project-${String(no).padStart(4, "0")}`;
      await repository.run("moveLabel", {
        move: { label, op: "create", to: texts[no % texts.length] },
        expected: null,
      });
    }
    for (const [state, label] of WIDE.labels.entries()) await importWide(repository, contents, label, state);
    for (const state of [1, 2]) await importWide(repository, contents, CHANGED, state);
    // The list starts with the labels moved last.
    for (const [no, to] of texts.entries()) {
      await repository.run("moveLabel", {
        move: { label: TEXTS.label, op: no === 0 ? "create" : "push", to },
        expected: texts[no - 1] ?? null,
      });
    }
    await repository.close();
    rmSync(contents, { recursive: true });
  });
}

async function importWide(repository, folder, label, state) {
  const wide = join(folder, WIDE.path);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(wide, { recursive: true });
  for (let no = 1; no <= FILES; no++) {
    writeFileSync(join(wide, `file ${no}.txt`), `file ${no} of state ${state}\n`);
  }
  // Without a file beside the folder, the root would be skipped.
  writeFileSync(join(folder, "note.txt"), `state ${state}\n`);
  await repository.run("import", { paths: [wide, join(folder, "note.txt")], label });
}

async function importTexts(repository, folder) {
  mkdirSync(folder, { recursive: true });
  const ids = [];
  for (let state = 0; state <= TEXTS.steps; state++) {
    const lines = Array.from({ length: LINES }, (_, no) => {
      const changed = no % 300 === (state * 7) % 300 ? state : 0;
      return `static int value_${no}(struct device *dev) { return read(dev, ${no}, ${changed}); }`;
    });
    writeFileSync(join(folder, "driver.c"), `${lines.join("\n")}\n`);
    ids.push((await repository.run("import", { paths: [join(folder, "driver.c")], label: "draft" })).id);
  }
  return ids;
}
