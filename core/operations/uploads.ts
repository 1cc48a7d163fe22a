import { StrataError } from "../errors.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

type Mounts = Pick<OperationContext, "mounts">;

/**
 * Begins an upload to a file of a mount; returns its number. Collections wait for it: unlike other work it cannot be done again, since
 * its bytes come only once.
 */
export function beginUpload(
  { leases }: OpenedStore,
  { id, path }: { readonly id: number; readonly path: string },
  { mounts }: Mounts,
): number {
  const mount = mounts.get(id);
  const lease = leases.take({ kind: "writer", work: "upload" });
  return mounts.uploads.begin((bytes) => mount.writeFile(path, bytes).finally(() => lease.release()));
}

/** Adds bytes to an upload. */
export function feedUpload(
  _: OpenedStore,
  { upload, bytes }: { readonly upload: number; readonly bytes: Uint8Array },
  { mounts }: Mounts,
): Promise<void> {
  return mounts.uploads.feed(upload, bytes);
}

/**
 * Ends an upload: with `keep` the file is written, without it the file stays as it was. Throws `StoreBusy` if a collection came in
 * between, as when the computer slept.
 */
export async function endUpload(
  _: OpenedStore,
  { upload, keep }: { readonly upload: number; readonly keep: boolean },
  { mounts: { uploads } }: Mounts,
): Promise<void> {
  if (!keep) return await uploads.abort(upload);
  try {
    await uploads.end(upload);
  } catch (thrown) {
    if (!(thrown instanceof StrataError) || thrown.code !== "LeaseLost") throw thrown;
    throw new StrataError(
      "StoreBusy",
      "The file was not written, as space was freed in the store meanwhile.",
      {
        hint: "Add it again; nothing was changed.",
        cause: thrown,
      },
    );
  }
}

/** Turns bytes that arrive in several calls into streams to store. At most one piece waits. */
export class Uploads<T = void> {
  readonly #underWay = new Map<number, Upload<T>>();
  #last = 0;

  /** Begins a stream and passes it to `store`; returns its number. */
  begin(store: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): number {
    const upload = new Upload<T>(store);
    // The call that ends the stream reports the error.
    upload.stored.catch(() => upload.drop());
    this.#underWay.set(++this.#last, upload);
    return this.#last;
  }

  /** Adds a piece; resolves when there is room for the next. Rejects with the error of storing. */
  async feed(no: number, bytes: Uint8Array): Promise<void> {
    const upload = this.#upload(no);
    // An error is reported before free room is: after it, nobody takes pieces.
    await Promise.race([upload.stored, upload.put(bytes)]);
  }

  /** Ends a stream, waits until it is stored, and returns what `store` did. */
  async end(no: number): Promise<T> {
    const upload = this.#upload(no);
    this.#underWay.delete(no);
    upload.end();
    return await upload.stored;
  }

  /** Abandons a stream: nothing of it is kept. */
  async abort(no: number): Promise<void> {
    const upload = this.#underWay.get(no);
    this.#underWay.delete(no);
    upload?.fail(new StrataError("Cancelled", "It was cancelled; nothing was changed."));
    await upload?.stored.catch(() => undefined);
  }

  #upload(no: number): Upload<T> {
    const upload = this.#underWay.get(no);
    if (upload === undefined) throw new StrataError("Internal", `There is no upload ${no}.`);
    return upload;
  }
}

type Next = { readonly bytes: Uint8Array } | { readonly failure: Error } | "end";

class Upload<T> {
  readonly stored: Promise<T>;
  #waiting: Next | undefined;
  #isDropped = false;
  #arrived: (() => void) | undefined;
  #taken: (() => void) | undefined;

  constructor(store: (bytes: AsyncIterable<Uint8Array>) => Promise<T>) {
    this.stored = store(this.pieces());
  }

  put(bytes: Uint8Array): Promise<void> {
    if (this.#isDropped) return Promise.resolve();
    return new Promise((taken) => {
      this.#taken = taken;
      this.#set({ bytes });
    });
  }

  end(): void {
    this.#set("end");
  }

  fail(failure: Error): void {
    this.#set({ failure });
  }

  /** Nobody takes pieces any more. */
  drop(): void {
    this.#isDropped = true;
    this.#taken?.();
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#waiting === undefined) await new Promise<void>((arrived) => (this.#arrived = arrived));
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next === undefined || next === "end") return;
      if ("failure" in next) throw next.failure;
      yield next.bytes;
      // The piece has been stored.
      this.#taken?.();
    }
  }

  #set(next: Next): void {
    this.#waiting = next;
    this.#arrived?.();
  }
}
