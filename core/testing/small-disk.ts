import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { temporaryFolder } from "./folders.ts";

/** Whether {@link SmallDisk} works here: the kernel gives a disk to root. */
export const canMount = process.platform === "linux" && process.getuid?.() === 0 && mounts();

function mounts(): boolean {
  const at = temporaryFolder();
  return mount(at) && spawnSync("umount", [at]).status === 0;
}

function mount(at: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", at]).status === 0;
}

/** A disk of 8 MiB, at `path`; `beside` is a folder of another disk. */
export class SmallDisk {
  readonly beside = temporaryFolder();
  readonly path = join(this.beside, "disk");

  constructor() {
    mkdirSync(this.path);
    mount(this.path);
  }

  /** Writes into the file `fill` until there is no room for a single byte more. */
  fill(): void {
    const fd = openSync(join(this.path, "fill"), "a");
    try {
      for (let size = 65_536; size >= 1; size = size >> 1) {
        try {
          for (;;) writeSync(fd, Buffer.alloc(size));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: "ENOSPC" });
        }
      }
    } finally {
      closeSync(fd);
    }
  }

  remove(): void {
    spawnSync("umount", [this.path]);
  }
}
