import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";

/** A square of 8 × 8 orange pixels, in both formats. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mO4EKCAFTEMLQkAbplQAaIokU4AAAAASUVORK5CYII=",
  "base64",
);
const jpeg = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAGNf/Z",
  "base64",
);

/** Files by path: what each holds. */
export type Files = Record<string, string | Uint8Array>;

/** Writes files, with the folders above them, and returns the folder. */
export function writeFiles(folder: string, files: Files): string {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return folder;
}

/** Names that trip programs up, each the name of one file of the mixed folder. */
export const oddNames = [
  "with several  spaces.txt",
  "Ünïcödé – naïve.txt",
  "decomposed e\u0301.txt",
  "日本語のファイル.md",
  "العربية.txt",
  "🦊 fox.txt",
  "-leading dash",
  "#hash%20percent&and.txt",
  "quote'\"s.txt",
  `${"long-name-".repeat(20).slice(0, 196)}.txt`,
];

/**
 * Writes a folder as people have them, `count` files in all: nested texts, pictures, a database, binary, empty and oddly named
 * ones. The same count gives the same bytes.
 */
export function writeMixedFolder(folder: string, count = 2000): string {
  const files: Files = {
    "README.md": "# Mixed\n\nA folder with everything in it.\n",
    "empty.txt": "",
    "pictures/dot.png": png,
    "pictures/dot.jpg": jpeg,
    "data/noise.bin": noise(300_000, 1),
    "data/zeros.bin": Buffer.alloc(1_000_000),
    "src/deeply/nested/in/many/folders/far/below/leaf.ts": "export const leaf = true;\n",
  };
  for (const name of oddNames) files[`odd names/${name}`] = `${name}\n`;
  const fixed = Object.keys(files).length + 1;
  for (let n = fixed; n < count; n++) {
    const module = `src/module-${n % 40}/part-${n % 7}`;
    files[`${module}/file-${n}.ts`] = lines(n);
  }
  writeFiles(folder, files);
  writeDatabase(join(folder, "data", "people.sqlite"));
  return folder;
}

/** Writes an SQLite database with a table of `rows` people. */
export function writeDatabase(path: string, rows = 50) {
  mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path);
  database.exec("create table people (id integer primary key, name text not null, born integer)");
  const insert = database.prepare("insert into people (name, born) values (?, ?)");
  for (let n = 0; n < rows; n++) insert.run(`Person ${n}`, 1950 + n);
  database.close();
}

function lines(seed: number): string {
  const count = 3 + (seed % 50);
  return Array.from({ length: count }, (_, line) => `export const value${line} = ${seed * line};\n`).join("");
}

/** Writes a folder that takes seconds to import, though it takes no room: names of one file whose bytes do not compress. */
export function writeLongFolder(folder: string, gigabytes: number): string {
  const [first, megabytes] = [join(folder, "0.bin"), 10];
  writeFiles(folder, { "0.bin": noise(megabytes * 1_000_000, 1) });
  for (let no = 1; no < (gigabytes * 1000) / megabytes; no++) linkSync(first, join(folder, `${no}.bin`));
  return folder;
}

/** Makes bytes that do not compress, by Marsaglia's xorshift32. */
export function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}
