import { localActor } from "../clock.ts";
import type { CallContext, WriterParts } from "../operations/context.ts";
import {
  type ExportProgress,
  type ExportReport,
  type ExportRequest,
  exportSnapshot,
} from "../operations/export.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore } from "../store/open.ts";
import { type VerifyReport, verifyStore } from "../verify/verify.ts";
import type { WriterOptions } from "./writer.ts";

/** Does what a writer does without writing to the store, where nothing can be written: it is read-only, or its disk is full. */
export class Reader {
  readonly #store: OpenedStore;
  readonly #files: WriterParts["files"];

  /** Throws as `openStore` does. */
  constructor(
    { folder, lockWait, surface }: WriterOptions,
    { files, clock }: Pick<WriterParts, "files" | "clock">,
  ) {
    this.#files = files;
    this.#store = openStore(layoutOf(folder), {
      readonly: true,
      lockWait,
      clock,
      actor: localActor(surface),
      files,
    });
  }

  /** Writes a snapshot, or a part of one, to disk. */
  export(request: ExportRequest, context: CallContext<ExportProgress>): Promise<ExportReport> {
    return exportSnapshot(this.#store, request, { ...context, files: this.#files });
  }

  /** Reads and checks everything in the store. */
  verify(_: undefined, context: CallContext): Promise<VerifyReport> {
    return verifyStore(this.#store, context);
  }

  close(): void {
    this.#store.close();
  }
}
