import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../scripts/processes.mjs";

type Core = typeof import("../core/index.ts");

/** What the labels of the large store are called. */
export const LARGE = {
  /** 10,000 moves, resets among them. */
  moves: "ten-thousand-moves",
  /** A folder of 20,000 files, and names of 200 characters. */
  files: "twenty-thousand-files",
  /** A name as long as one can be. */
  long: `long-${"name-".repeat(24)}end`,
} as const;

const wide = "wide";
export const LONG_NAME = `${"very-long-name-".repeat(14).slice(0, 196)}.txt`;

/** Fills a store with `labels` labels, among them those of {@link LARGE}; everything goes through the engine. */
export async function makeLargeStore(store: string, scratch: string, labels = 5000): Promise<void> {
  const { Repository }: Core = await import(pathToFileURL(join(root, "dist", "index.js")).href);
  const repository = await Repository.open(store, { surface: "cli" });
  try {
    const states = [];
    const notes = join(scratch, "notes");
    mkdirSync(notes, { recursive: true });
    for (let state = 0; state < 6; state++) {
      for (let file = 0; file <= state; file++) {
        writeFileSync(
          join(notes, `chapter ${file}.md`),
          `# Chapter ${file}\n\n${"words ".repeat(10 * state)}`,
        );
      }
      const message = `Chapter ${state} written`;
      states.push((await repository.run("import", { paths: [notes], label: LARGE.moves, message })).id);
    }
    await moveOften(repository, states);
    const files = makeWideFolder(join(scratch, "files"));
    const { id } = await repository.run("import", { paths: [files], label: LARGE.files });
    await repository.run("moveLabel", {
      move: { label: LARGE.long, op: "create", to: id, message: "x".repeat(300) },
      expected: null,
    });
    for (let no = 4; no <= labels; no++) {
      const label = `project-${String(no).padStart(4, "0")}`;
      await repository.run("moveLabel", {
        move: { label, op: "create", to: states[no % states.length] ?? id },
        expected: null,
      });
    }
  } finally {
    await repository.close();
  }
}

type Opened = Awaited<ReturnType<Core["Repository"]["open"]>>;
type Snapshot = ReturnType<Opened["resolve"]>["id"];

async function moveOften(repository: Opened, states: readonly Snapshot[], moves = 10_000): Promise<void> {
  let head = states.at(-1) ?? null;
  for (let move = states.length; move < moves; move++) {
    const to = states[(move * 7) % states.length];
    if (to === undefined || to === head) continue;
    const op = move % 97 === 0 ? "reset" : "push";
    await repository.run("moveLabel", {
      move: { label: LARGE.moves, op, to, message: op === "push" ? `Draft ${move}` : "" },
      expected: head,
    });
    head = to;
  }
}

function makeWideFolder(folder: string, files = 20_000): string {
  const below = join(folder, wide);
  mkdirSync(below, { recursive: true });
  for (let no = 0; no < files; no++) {
    writeFileSync(join(below, `photo ${String(no).padStart(5, "0")}.txt`), `${no}\n`);
  }
  writeFileSync(join(folder, LONG_NAME), "a long name\n");
  mkdirSync(join(folder, "deep", LONG_NAME, "further"), { recursive: true });
  writeFileSync(join(folder, "deep", LONG_NAME, "further", "leaf.txt"), "leaf\n");
  return folder;
}
