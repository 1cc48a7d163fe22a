// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { connectFake, failure, held } from "../testing/fake-bridge.ts";
import {
  AppError,
  asAppError,
  ask,
  type CallHandle,
  diskPathsOf,
  onAnswer,
  onAppEvent,
  shell,
} from "./bridge.ts";

test("an answer arrives, and a failure as an error with all that the main process said of it", async () => {
  connectFake({
    status: () => ({ writable: true }),
    labels: () => {
      throw {
        ...failure("UnknownReference", "No such label."),
        hint: "Look at the list.",
        data: { label: "x" },
      };
    },
  });
  expect(await ask("status", {})).toEqual({ writable: true });
  const failed = ask("labels", {});
  await expect(failed).rejects.toBeInstanceOf(AppError);
  await expect(failed).rejects.toMatchObject({
    code: "UnknownReference",
    message: "No such label.",
    hint: "Look at the list.",
    data: { label: "x" },
  });
});

test("the desktop answers and fails alike", async () => {
  connectFake(
    {},
    {
      reveal: () => null,
      reopen: () => {
        throw failure("Internal");
      },
    },
  );
  expect(await shell({ do: "reveal", path: "/a" })).toBeNull();
  await expect(shell({ do: "reopen" })).rejects.toMatchObject({ code: "Internal" });
});

test("any thrown value becomes an error; one that is one already stays itself", () => {
  const error = new AppError(failure("DiskFull"));
  expect(asAppError(error)).toBe(error);
  for (const thrown of [new TypeError("x is undefined"), "x is undefined"])
    expect(asAppError(thrown)).toMatchObject({
      code: "Internal",
      message: "Something in Strata is wrong: x is undefined",
    });
});

test("a command is stopped, paused and resumed by its own call", async () => {
  const [first, second] = [held<object>(), held<object>()];
  let answers = 0;
  const bridge = connectFake({ status: () => (answers++ === 0 ? first : second).promise });
  const handles: CallHandle[] = [];
  const stop = new AbortController();
  const one = ask("status", {}, { onHandle: (handle) => handles.push(handle) });
  const two = ask("status", {}, { signal: stop.signal });
  handles[0]?.pause();
  handles[0]?.resume();
  handles[0]?.cancel();
  stop.abort();
  const [callOne, callTwo] = bridge.asked.map(({ call }) => call);
  expect(callOne).not.toBe(callTwo);
  expect(bridge.controlled).toEqual([
    [callOne, "pause"],
    [callOne, "resume"],
    [callOne, "cancel"],
    [callTwo, "cancel"],
  ]);
  first.end({});
  second.end({});
  await Promise.all([one, two]);
});

test("a signal that comes after the answer stops nothing", async () => {
  const bridge = connectFake({ status: () => ({}) });
  const stop = new AbortController();
  await ask("status", {}, { signal: stop.signal });
  stop.abort();
  expect(bridge.controlled).toEqual([]);
});

test("progress reaches the command that it is of, until that has answered", async () => {
  const answer = held<object>();
  const bridge = connectFake({ preflight: () => answer.promise });
  const seen: unknown[] = [];
  const asked = ask("preflight", { paths: ["/a"] }, { onProgress: (progress) => seen.push(progress) });
  const call = bridge.asked[0]?.call ?? "";
  const progress = { command: "preflight", files: 1, bytes: 2 } as const;
  bridge.tell({ type: "progress", call: "another", progress });
  bridge.tell({ type: "progress", call, progress: { ...progress, files: 3 } });
  answer.end({});
  await asked;
  bridge.tell({ type: "progress", call, progress });
  expect(seen).toEqual([{ ...progress, files: 3 }]);
});

test("events reach every listener until it stops, and progress none of them", () => {
  const bridge = connectFake();
  const heard: string[] = [];
  const listener = ({ type }: { readonly type: string }) => void heard.push(type);
  const ends = [onAppEvent(listener), onAppEvent(listener)];
  bridge.tell({ type: "labels" });
  bridge.tell({ type: "progress", call: "a", progress: { command: "preflight", files: 1, bytes: 2 } });
  ends[0]?.();
  bridge.tell({ type: "mounts" });
  ends[1]?.();
  bridge.tell({ type: "leaving" });
  expect(heard).toEqual(["labels", "labels", "mounts"]);
});

test("a listener keeps hearing when another bridge takes the place of the first", () => {
  connectFake();
  const heard: string[] = [];
  const end = onAppEvent(({ type }) => void heard.push(type));
  connectFake().tell({ type: "labels" });
  end();
  expect(heard).toEqual(["labels"]);
});

test("who listens for answers hears each before its caller goes on; a failing listener harms no one", async () => {
  connectFake({
    status: () => ({ writable: true }),
    labels: () => {
      throw failure("Internal");
    },
  });
  const order: unknown[] = [];
  const ends = [
    onAnswer(async () => {
      throw new Error("listener");
    }),
    onAnswer(async (name, answer) => {
      await Promise.resolve();
      order.push([name, answer]);
    }),
  ];
  await ask("status", {});
  order.push("caller");
  await expect(ask("labels", {})).rejects.toMatchObject({ code: "Internal" });
  for (const end of ends) end();
  await ask("status", {});
  expect(order).toEqual([["status", { writable: true }], "caller"]);
});

test("dropped files have paths, and what is no file on disk has none", () => {
  connectFake();
  const files = [new File([], "a.txt"), new File([], "")];
  const bridge = connectFake();
  bridge.pathsOf = (all) => all.map(({ name }) => (name === "" ? "" : `/home/${name}`));
  expect(diskPathsOf(files as unknown as FileList)).toEqual(["/home/a.txt"]);
});
