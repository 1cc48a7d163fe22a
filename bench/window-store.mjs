import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, say } from "../scripts/processes.mjs";

const MOVES = 10_000;
const STATES = 5;

export const LARGE = "large";
export const SMALL = "small";

/**
 * Prepares once for each folder a store with two labels: the large one holds the folder and was moved 10,000 times, the
 * small one holds a file. It stays in the temporary folder for the next run.
 */
export async function preparedStore(folder) {
  const store = await once(`${folder} ${MOVES} ${STATES}`, async (store, scratch) => {
    say(`preparing a store of ${folder} with ${MOVES} moves in ${scratch} (once)`);
    await fill(store, folder, join(scratch, "note.txt"));
  });
  return { store, ...(await describe(store)) };
}

/** Makes a store once for each content and returns its folder. */
export async function once(what, make) {
  const key = createHash("sha256").update(what).digest("hex").slice(0, 12);
  const scratch = join(process.env.STRATA_BENCH_DIR ?? tmpdir(), `strata-bench-window-${key}`);
  const store = join(scratch, "store");
  const complete = join(scratch, "complete");
  if (existsSync(complete)) return store;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  await make(store, scratch);
  writeFileSync(complete, "");
  return store;
}

async function fill(store, folder, note) {
  const repository = await open(store);
  const states = [];
  for (let state = 0; state < STATES; state++) {
    writeFileSync(note, `state ${state}\n`);
    states.push((await repository.run("import", { paths: [folder, note], label: LARGE })).id);
  }
  await repository.run("import", { paths: [note], label: SMALL });
  let head = states.at(-1);
  for (let move = STATES; move < MOVES; move++) {
    const to = states[move % STATES];
    const message = `Move ${move} of the benchmark`;
    await repository.run("moveLabel", { move: { label: LARGE, op: "push", to, message }, expected: head });
    head = to;
  }
  await repository.close();
}

/** Makes a store with only the small label. */
export async function makeSmallStore(store, note) {
  writeFileSync(note, "note\n");
  const repository = await open(store);
  await repository.run("import", { paths: [note], label: SMALL });
  await repository.close();
}

/** Returns what a window shows for a label: its newest move and a path at the top of its tree. */
async function describe(store) {
  const repository = await open(store);
  const shown = {};
  for (const name of [LARGE, SMALL]) {
    const { head, last, moves } = await repository.label(name);
    const { entries: files } = await repository.tally(head);
    const [first] = await repository.list(head, "");
    shown[name] = { seq: last.seq, path: first.name, moves, files };
  }
  await repository.close();
  return { shown };
}

/** Opens a store with the built engine. */
export async function open(store) {
  const { Repository } = await import(pathToFileURL(join(root, "dist", "index.js")).href);
  return await Repository.open(store, { surface: "cli" });
}
