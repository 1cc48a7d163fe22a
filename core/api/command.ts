import type { z } from "zod";
import { asStrataError, type ErrorCode, StrataError } from "../errors.ts";
import type { GcProgress } from "../gc/progress.ts";
import type { MoveProgress } from "../operations/move-store.ts";
import type { RepairProgress } from "../operations/repair.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { Repository } from "../repository/repository.ts";
import type { ExportProgress } from "../snapshot/export/export.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
import type { VerifyProgress } from "../verify/verify.ts";
import type { StoreHandle } from "./store-handle.ts";

/** The progress of a long command; `command` names the command. */
export type Progress =
  | ({ readonly command: "import" } & ImportProgress)
  | { readonly command: "preflight"; readonly files: number; readonly bytes: number }
  | ({ readonly command: "export" } & ExportProgress)
  | ({ readonly command: "verify" } & VerifyProgress)
  | ({ readonly command: "repair" } & RepairProgress)
  | ({ readonly command: "gc" } & GcProgress)
  | ({ readonly command: "store.move" } & MoveProgress)
  | ({ readonly command: "space" } & GcProgress);

/** How a caller watches, pauses and stops a command. */
export interface CommandContext {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Pauses a command that can be while it is closed. */
  readonly gate?: PauseGate | undefined;
  /** Returns the bytes of standard input, on surfaces that have one. */
  readonly piped?: (() => AsyncIterable<Uint8Array>) | undefined;
  /** Takes bytes that are not part of the answer, one piece after the other, on surfaces where they can go somewhere. */
  readonly sink?: ((bytes: Uint8Array) => Promise<void>) | undefined;
}

/** A file's bytes as they come, for surfaces that can carry them so. */
export interface ByteStream {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * One operation of Strata, the same on every surface. Input and output are plain JSON with names in snake_case; paths on
 * disk are absolute. Handlers throw `StrataError`s.
 */
export interface Command<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  /** One sentence that explains the command to a first-time user. */
  readonly summary: string;
  /** Whether it changes nothing, or something: in the store or on disk. */
  readonly kind: "read" | "write";
  /** Whether it puts something into the store, which is then created where there is none. */
  readonly creates?: boolean;
  readonly input: Input;
  readonly output: Output;
  // Methods, so that commands of different inputs fit into one table; `invoke` ties each command to its own input.
  run(store: StoreHandle, input: z.output<Input>, context: CommandContext): Promise<z.output<Output>>;
  /** Returns the subject of the command as raw bytes instead of a document. */
  stream?(store: StoreHandle, input: z.output<Input>, context: CommandContext): Promise<ByteStream>;
}

type Definition<N extends string, I extends z.ZodType, O extends z.ZodType> = Omit<
  Command<N, I, O>,
  "run" | "stream"
> & {
  run(repository: Repository, input: z.output<I>, context: CommandContext): Promise<z.output<O>>;
  stream?(repository: Repository, input: z.output<I>, context: CommandContext): Promise<ByteStream>;
};

/**
 * Defines a command over a repository. If it fails because the index is damaged, the index is rebuilt: a reading command
 * then runs again; a writing one, which may have done a part, asks the caller to run it again (`DatabaseDamaged`).
 */
export function defineCommand<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<N, I, O>,
): Command<N, I, O> {
  const { run, stream, ...rest } = definition;
  const { creates: create } = definition;
  return {
    ...rest,
    run: async (store, input, context) =>
      await mending(rest, await store.repository({ create }), (repository) =>
        run(repository, input, context),
      ),
    ...(stream && {
      stream: async (store, input, context) =>
        await mending(rest, await store.repository({ create }), (repository) =>
          stream(repository, input, context),
        ),
    }),
  };
}

/** An object is missing, too, where the index holds rows of another table. */
const OF_A_DAMAGED_INDEX: readonly ErrorCode[] = ["DatabaseDamaged", "MissingObject"];

/** Does work over a repository, mending its index as {@link defineCommand} says. */
export async function mending<T>(
  { name, kind }: Pick<Command, "name" | "kind">,
  repository: Repository,
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  try {
    return await work(repository);
  } catch (thrown) {
    const error = asStrataError(thrown, `running ${name}`);
    if (!OF_A_DAMAGED_INDEX.includes(error.code) || !(await repository.mendIndex(error))) throw error;
    if (kind === "read") return await work(repository);
    throw new StrataError("DatabaseDamaged", "The store's index was damaged, and has been made again.", {
      hint: "Run it again: nothing is lost, as the index is derived from the packs.",
      cause: error,
    });
  }
}

/** Defines a command over a store that may not be there yet, or may not open. */
export function defineStoreCommand<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  definition: Command<N, I, O>,
): Command<N, I, O> {
  return definition;
}
