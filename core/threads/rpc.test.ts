import { getEventListeners } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { cancelled, StrataError } from "../errors.ts";
import type { CallContext } from "../operations/operation.ts";
import { PauseGate } from "../pause-gate.ts";
import { Client, type Service, serve } from "./rpc.ts";

/** Lets a test and a served function wait for each other. */
function event(): { happened: Promise<void>; happen: () => void } {
  let happen = () => {};
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happened, happen };
}

const channels: MessageChannel[] = [];

afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** Serves functions at the other end of a channel. */
function connect<S extends Service>(service: S, close: () => Promise<void> = async () => {}): Client<S> {
  const channel = new MessageChannel();
  channels.push(channel);
  serve(channel.port2, service, close);
  return new Client<S>(channel.port1);
}

function paused(): PauseGate {
  const gate = new PauseGate();
  gate.pause();
  return gate;
}

/** A function that says when it has begun, and ends when it is aborted. */
function untilAborted() {
  const begun = event();
  const run = (_: undefined, { signal, gate }: CallContext): Promise<boolean> => {
    begun.happen();
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => void gate.pass().then(() => reject(cancelled())));
    });
  };
  return { begun: begun.happened, run };
}

describe("Client", () => {
  it("gets what a function gives, its progress, and its error as it was", async () => {
    const client = connect({
      double: async (value: number, { onProgress }: CallContext<string>) => {
        onProgress("half");
        return value * 2;
      },
      refuse: async (): Promise<void> => {
        throw new StrataError("EINVAL", "No.", { hint: "Ask nicely.", data: { at: 3 } });
      },
    });
    const progress: unknown[] = [];
    expect(await client.call("double", 21, { onProgress: (at) => progress.push(at) })).toBe(42);
    expect(progress).toEqual(["half"]);
    await expect(client.call("refuse", undefined)).rejects.toMatchObject({
      code: "EINVAL",
      hint: "Ask nicely.",
      data: { at: 3 },
    });
  });

  it("ends a call that is aborted and then paused", async () => {
    const [begun, bothSaid] = [event(), event()];
    const client = connect({
      run: async (_: undefined, { gate }: CallContext): Promise<void> => {
        begun.happen();
        await bothSaid.happened;
        await gate.pass();
        throw cancelled();
      },
      goOn: async () => bothSaid.happen(),
    });
    const abort = new AbortController();
    const gate = new PauseGate();
    const call = client.call("run", undefined, { signal: abort.signal, gate });
    await begun.happened;
    abort.abort();
    gate.pause();
    await Promise.all([client.call("goOn", undefined), expect(call).rejects.toThrow("cancelled")]);
  });

  it("ends a call that is paused and then aborted", async () => {
    const { begun, run } = untilAborted();
    const client = connect({ run });
    const abort = new AbortController();
    const call = client.call("run", undefined, { signal: abort.signal, gate: paused() });
    await begun;
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: "Cancelled" });
  });

  it("begins no call whose signal was aborted before", async () => {
    let isBegun = false;
    const client = connect({
      run: async () => {
        isBegun = true;
      },
    });
    await expect(client.call("run", undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "Cancelled",
    });
    await client.close();
    expect(isBegun).toBe(false);
  });

  it("listens to a signal only while the call is under way, however it ends", async () => {
    const client = connect({
      echo: async (value: unknown) => value,
      fail: async (): Promise<void> => {
        throw cancelled();
      },
    });
    const { signal } = new AbortController();
    const call = client.call("echo", 1, { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await call;
    await expect(client.call("fail", undefined, { signal })).rejects.toThrow();
    await expect(client.call("echo", () => {}, { signal })).rejects.toThrow();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("says of an argument or a result that cannot be cloned that it is a defect, and goes on", async () => {
    const client = connect({
      echo: async (value: unknown) => value,
      give: async (): Promise<unknown> => () => {},
    });
    await expect(client.call("echo", () => {})).rejects.toMatchObject({ code: "Internal" });
    await expect(client.call("give", undefined)).rejects.toMatchObject({ code: "Internal" });
    expect(await client.call("echo", 7)).toBe(7);
  });

  it("rejects everything with the first reason for which the other end is gone", async () => {
    const { run } = untilAborted();
    const client = connect({ run });
    const call = client.call("run", undefined);
    client.fail(new Error("out of memory"));
    client.fail(new Error("ended with code 1"));
    await expect(call).rejects.toThrow("out of memory");
    await expect(client.call("run", undefined)).rejects.toThrow("out of memory");
  });
});

describe("closing", () => {
  it("aborts what is under way, paused or not, and closes when all of it has ended", async () => {
    const said: string[] = [];
    const [first, second] = [untilAborted(), untilAborted()];
    const ending = (run: typeof first.run) => (_: undefined, context: CallContext) =>
      run(_, context).finally(() => said.push("ended"));
    const client = connect(
      { first: ending(first.run), second: ending(second.run) },
      async () => void said.push("closed"),
    );
    const calls = [client.call("first", undefined), client.call("second", undefined, { gate: paused() })];
    const outcomes = Promise.allSettled(calls);
    await Promise.all([first.begun, second.begun]);
    await client.close();
    expect(said).toEqual(["ended", "ended", "closed"]);
    const cancelledCall = { status: "rejected", reason: { code: "Cancelled" } };
    expect(await outcomes).toMatchObject([cancelledCall, cancelledCall]);
  });

  it("lets what heeds no signal end first", async () => {
    const begun = event();
    const release = event();
    let closed = false;
    const client = connect(
      {
        work: async () => {
          begun.happen();
          await release.happened;
          return closed;
        },
      },
      async () => {
        closed = true;
      },
    );
    const work = client.call("work", undefined);
    await begun.happened;
    const closing = client.close();
    release.happen();
    expect(await work).toBe(false);
    await closing;
    expect(closed).toBe(true);
  });

  it("rejects later calls, and reports what went wrong with it", async () => {
    const client = connect({ echo: async (value: number) => value }, async () => {
      throw new StrataError("WriteFailed", "The disk is gone.");
    });
    await expect(client.close()).rejects.toMatchObject({ code: "WriteFailed" });
    await expect(client.call("echo", 1)).rejects.toThrow("closed");
  });

  it("does nothing when the other end is gone", async () => {
    const client = connect({ echo: async (value: number) => value });
    client.fail(new Error("it died"));
    await client.close();
    await expect(client.call("echo", 1)).rejects.toThrow("it died");
  });
});
