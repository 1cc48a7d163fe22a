import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

/** Creates an empty folder, removed after the file's last test, and returns its real path. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "strata-test-")));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A link in the description of a folder. */
export interface LinkOnDisk {
  readonly link: string;
}

/** Writes files (text or bytes), links (`{ link }`) and empty folders (names that end in `/`) below a folder. */
export function writeTree(
  folder: string,
  tree: Record<string, string | Uint8Array | LinkOnDisk | null>,
): void {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    mkdirSync(path.endsWith("/") ? full : dirname(full), { recursive: true });
    if (content === null) continue;
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(full, content);
    else symlinkSync(content.link, full);
  }
}
