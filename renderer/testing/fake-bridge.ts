import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import type { CommandName } from "../../core/api/registry/registry.ts";
import type {
  AppEvent,
  Bridge,
  ControlRequest,
  Reply,
  ShellAnswers,
  ShellRequest,
} from "../../electron/bridge.ts";
import { connect } from "../api/bridge.ts";
import { client } from "../api/client.ts";
import { useDialogs } from "../state/dialogs.ts";
import { useNotices } from "../state/notices.ts";
import { useSelection } from "../state/selection.ts";

type Failure = Extract<Reply<unknown>, { ok: false }>["error"];

/** A test's answers to commands, as partial outputs. An answer throws by {@link failure}. */
export type Answers = {
  [N in CommandName]?: (
    input: CommandInput<N>,
    call: string,
  ) => Partial<CommandOutput<N>> | Promise<Partial<CommandOutput<N>>>;
};

/** A test's answers to desktop requests. */
export type DesktopAnswers = {
  [D in ShellRequest["do"]]?: (
    request: Extract<ShellRequest, { do: D }>,
  ) => ShellAnswers[D] | Promise<ShellAnswers[D]>;
};

/** A command that was asked for. */
export interface Asked {
  readonly call: string;
  readonly name: CommandName;
  readonly input: unknown;
}

/** A main process that answers as a test says, and remembers what it was asked. */
export class FakeBridge implements Bridge {
  readonly asked: Asked[] = [];
  readonly controlled: (readonly [call: string, action: ControlRequest["action"]])[] = [];
  readonly desktop: ShellRequest[] = [];
  readonly #answers: Answers;
  readonly #desktopAnswers: DesktopAnswers;
  readonly #listeners = new Set<(event: AppEvent) => void>();

  constructor(answers: Answers, desktopAnswers: DesktopAnswers) {
    this.#answers = answers;
    this.#desktopAnswers = desktopAnswers;
  }

  invoke<N extends CommandName>(
    call: string,
    name: N,
    input: CommandInput<N>,
  ): Promise<Reply<CommandOutput<N>>> {
    this.asked.push({ call, name, input });
    const answer = this.#answers[name];
    return replyOf(async () => {
      if (answer === undefined) throw failure("Internal", `The test has no answer to ${name}`);
      return (await answer(input, call)) as CommandOutput<N>;
    });
  }

  control(call: string, action: ControlRequest["action"]): void {
    this.controlled.push([call, action]);
  }

  shell<D extends ShellRequest["do"]>(
    request: Extract<ShellRequest, { do: D }>,
  ): Promise<Reply<ShellAnswers[D]>> {
    this.desktop.push(request);
    const answer = this.#desktopAnswers[request.do] as DesktopAnswers[D];
    return replyOf(async () => {
      if (answer === undefined) throw failure("Internal", `The test has no answer to ${request.do}`);
      return await answer(request);
    });
  }

  onEvent(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  pathsOf(files: readonly File[]): string[] {
    return files.map(({ name }) => `/${name}`);
  }

  /** Sends the window an event, as the main process does. */
  tell(event: AppEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Lists the inputs of a command, in the order in which it was asked for. */
  inputsOf<N extends CommandName>(name: N): CommandInput<N>[] {
    return this.asked.filter((each) => each.name === name).map(({ input }) => input as CommandInput<N>);
  }
}

/** A window that nothing was done in yet, over a main process that answers like this. */
export function connectFake(answers: Answers = {}, desktop: DesktopAnswers = {}): FakeBridge {
  const bridge = new FakeBridge(answers, desktop);
  client.clear();
  useDialogs.setState({ open: null });
  useNotices.setState({ notices: [] });
  useSelection.setState({ label: null, move: null, mount: null, tab: "files" });
  connect(bridge);
  return bridge;
}

/** Makes the error that an answer throws to fail a command. */
export function failure(code: Failure["code"], message: string = code): Failure {
  return { code, message };
}

/** Lists what the window tells at its edge. */
export function toldTexts(): string[] {
  return useNotices.getState().notices.map(({ text }) => text);
}

/** A promise that the test ends when it likes. */
export function held<T>(): { readonly promise: Promise<T>; end(value: T): void; fail(why: Failure): void } {
  let end: (value: T) => void = () => undefined;
  let fail: (why: Failure) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { promise, end, fail };
}

async function replyOf<T>(answer: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await answer() };
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    return { ok: false, error: thrown as Failure };
  }
}
