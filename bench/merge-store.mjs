import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../scripts/processes.mjs";
import { once, open } from "./window-store.mjs";

/** A text of this many lines, of which the sides change this many differently and as many each for itself. */
export const LONG = { ours: "long", theirs: "long-2", path: "long.txt", lines: 20_000, hunks: 500 };
/** This many small files, all in conflict. */
export const MANY = { ours: "many", theirs: "many-2", files: 5000, first: "file 1.txt" };

/** Prepares once, and returns the folder of, a store with two pairs of labels to merge. */
export async function mergeStore() {
  return await once(`merges 2 ${JSON.stringify([LONG, MANY])}`, async (store, scratch) => {
    say(`preparing a store of merges in ${scratch} (once)`);
    const repository = await open(store);
    await diverge(repository, join(scratch, "long"), LONG, (side) => ({ [LONG.path]: longText(side) }));
    await diverge(repository, join(scratch, "many"), MANY, (side) =>
      Object.fromEntries(
        Array.from({ length: MANY.files }, (_, no) => [`file ${no + 1}.txt`, `file ${no + 1}, ${side}\n`]),
      ),
    );
    await repository.close();
  });
}

/** Imports the base into a label, starts the other there, and imports each side into its own. */
async function diverge(repository, folder, { ours, theirs }, filesOf) {
  const take = async (side, label) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [path, text] of Object.entries(filesOf(side))) writeFileSync(join(folder, path), text);
    return (await repository.run("import", { paths: [folder], label, replace: true })).id;
  };
  const base = await take("base", ours);
  const { last } = await repository.label(ours);
  await repository.run("moveLabel", {
    move: { label: theirs, op: "create", to: base, origin: last.seq },
    expected: null,
  });
  await take("ours", ours);
  await take("theirs", theirs);
  rmSync(folder, { recursive: true });
}

function longText(side) {
  const distance = LONG.lines / LONG.hunks;
  const lines = Array.from({ length: LONG.lines }, (_, no) => {
    const place = no % distance;
    const own = { base: undefined, ours: 15, theirs: 25 }[side];
    const isChanged = place === own || (place === 5 && side !== "base");
    return `line ${no} ${isChanged ? `by ${side}` : "as it was"}`;
  });
  return `${lines.join("\n")}\n`;
}
