import type { Profile } from "../profile.ts";
import type { ContentWorker, FromContentWorker, ToContentWorker } from "../snapshot/content-protocol.ts";
import { ContentReader } from "../snapshot/content-reader.ts";

/** Reads contents in the calling thread, without starting one. */
export class LocalContentWorker implements ContentWorker {
  readonly #reader: ContentReader;
  #listener: Parameters<ContentWorker["listen"]>[0];

  constructor(profile: Profile) {
    this.#reader = new ContentReader(profile, (message: FromContentWorker) => {
      // Answers asynchronously, as a thread does.
      setImmediate(() => this.#listener?.message(message));
    });
  }

  post(message: ToContentWorker): void {
    setImmediate(() => this.#reader.handle(message));
  }

  listen(listener: Parameters<ContentWorker["listen"]>[0]): void {
    this.#listener = listener;
  }
}
