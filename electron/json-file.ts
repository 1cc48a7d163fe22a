import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod/mini";

/** A JSON document of the app, in a file. */
export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodMiniType<T>;
  /** Writes come one after the other: the last one counts. Never rejects. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, schema: z.ZodMiniType<T>) {
    this.#path = path;
    this.#schema = schema;
  }

  /** Returns the last written document; undefined if there is none, or none that is valid. */
  read(): T | undefined {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch {
      // Only settings and notes are kept so: the app goes on with the defaults.
      return undefined;
    }
  }

  /** Writes the document atomically: a crash leaves the old one or the new one. Rejects with the system's errors. */
  write(value: T): Promise<void> {
    const written = this.#queue.then(() => writeDurably(this.#path, JSON.stringify(value)));
    this.#queue = written.catch(() => undefined);
    return written;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  if (process.platform === "win32") return;
  // Makes the new name durable too, where the system can flush a folder.
  const names = await open(folder, "r");
  try {
    await names.sync().catch(() => undefined);
  } finally {
    await names.close();
  }
}
