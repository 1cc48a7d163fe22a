import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import SQLite from "better-sqlite3";
import { invoke, registry, type StoreHandle } from "../core/index.ts";
import { type SampleState, sampleStates } from "./sample-states.ts";

/** The folder for the sample, and a signal to stop. */
interface SampleContext {
  readonly store: StoreHandle;
  readonly signal: AbortSignal;
}

/**
 * Imports the sample's states one after the other under a free label; returns its name. The files lie in a
 * temporary folder meanwhile, which the label does not keep as a source.
 */
export async function makeSample(context: SampleContext): Promise<string> {
  const label = await freeLabel(context);
  const folder = mkdtempSync(join(tmpdir(), "strata-sample-"));
  try {
    for (const state of sampleStates) {
      write(folder, state);
      const { message } = state;
      await invoke(registry, "import", { paths: [folder], label, message }, context);
    }
    await invoke(registry, "label.folder", { label, folder: null }, context);
    await invoke(registry, "label.describe", { label, description: "A sample to play with" }, context);
    return label;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freeLabel(context: SampleContext): Promise<string> {
  const { labels } = await invoke(registry, "labels", { deleted: true }, context);
  const taken = new Set(labels.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? "sample" : `sample-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Brings the folder into a state; removes files that are not in it. */
function write(folder: string, { files, plants }: SampleState): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const database = new SQLite(join(folder, "plants.sqlite"));
  database.exec(
    "CREATE TABLE plants (name TEXT PRIMARY KEY, bed INTEGER NOT NULL, sown TEXT, harvest_kg REAL)",
  );
  const insert = database.prepare("INSERT INTO plants VALUES (?, ?, ?, ?)");
  for (const plant of plants) insert.run(...plant);
  database.close();
}
