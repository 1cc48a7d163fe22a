import type { Progress } from "../../core/api/command.ts";
import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import type { CommandName } from "../../core/api/registry/registry.ts";
import type { AppEvent, Bridge, Reply, ShellAnswers, ShellRequest } from "../../electron/bridge.ts";

type ErrorJson = Extract<Reply<unknown>, { ok: false }>["error"];

/** An error of the main process, as it was thrown there: a stable `code`, a sentence, what to do next, facts. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly data: Record<string, unknown> | undefined;

  constructor({ code, message, hint, data }: ErrorJson) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.data = data;
  }
}

/** Makes an {@link AppError} of any thrown value. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError({ code: "Internal", message: `Something in Strata is wrong: ${message}` });
}

/** Pauses, resumes and stops a command under way. */
export interface CallHandle {
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** The ways to follow a command. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Gets the handle of the command before it begins. */
  readonly onHandle?: ((handle: CallHandle) => void) | undefined;
}

type TellingEvent = Exclude<AppEvent, { type: "progress" }>;

/** Hears the answer of a command before its caller does. */
type AnswerListener = (name: CommandName, answer: unknown) => Promise<void>;

const answered = new Set<AnswerListener>();
const watching = new Map<string, (progress: Progress) => void>();
const listeners = new Set<(event: TellingEvent) => void>();
let calls = 0;
let connected: Bridge | undefined;
let isFollowing = false;

/** Takes the bridge that everything goes over: the preload's, or in a test one that answers as the test says. */
export function connect(bridge: Bridge): void {
  connected = bridge;
  watching.clear();
  isFollowing = false;
  if (listeners.size > 0) follow();
}

/** Runs a command of the registry. Throws an {@link AppError}. */
export async function ask<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  { signal, onProgress, onHandle }: AskOptions = {},
): Promise<CommandOutput<N>> {
  const call = `${name}-${++calls}`;
  const control = (action: "pause" | "resume" | "cancel") => bridge().control(call, action);
  const cancel = () => control("cancel");
  if (onProgress) watch(call, onProgress);
  onHandle?.({ pause: () => control("pause"), resume: () => control("resume"), cancel });
  signal?.addEventListener("abort", cancel);
  try {
    const answer = unwrap(await bridge().invoke(call, name, input));
    // A listener's failure does not fail the call.
    await Promise.allSettled([...answered].map((listener) => listener(name, answer)));
    return answer;
  } finally {
    signal?.removeEventListener("abort", cancel);
    watching.delete(call);
  }
}

/** Asks something of the desktop. Throws an {@link AppError}. */
export async function shell<D extends ShellRequest["do"]>(
  request: Extract<ShellRequest, { do: D }>,
): Promise<ShellAnswers[D]> {
  return unwrap(await bridge().shell<D>(request));
}

/** Calls a listener with the answer of every command that succeeds. Returns a function that stops it. */
export function onAnswer(listener: AnswerListener): () => void {
  answered.add(listener);
  return () => void answered.delete(listener);
}

/** Calls a listener for every event but progress, which goes to the caller. Returns a function that stops it. */
export function onAppEvent(listener: (event: TellingEvent) => void): () => void {
  // Each time it listens it is another one.
  const own = (event: TellingEvent) => listener(event);
  listeners.add(own);
  follow();
  return () => void listeners.delete(own);
}

function watch(call: string, onProgress: (progress: Progress) => void): void {
  watching.set(call, onProgress);
  follow();
}

/** Passes the bridge's events on, so that it has one listener for any number of ours. */
function follow(): void {
  if (isFollowing) return;
  isFollowing = true;
  bridge().onEvent((event) => {
    if (event.type === "progress") watching.get(event.call)?.(event.progress);
    else for (const listener of [...listeners]) listener(event);
  });
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new AppError(reply.error);
}

/** Returns the paths on disk of dropped files; none for items that are not files on disk. */
export function diskPathsOf(files: FileList): string[] {
  return bridge()
    .pathsOf([...files])
    .filter((path) => path !== "");
}

function bridge(): Bridge {
  if (connected === undefined) throw new Error("The window has no bridge yet");
  return connected;
}
