// @vitest-environment happy-dom
import { QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { connectFake, held } from "../../testing/fake-bridge.ts";
import type { Preflight } from "./plan.ts";
import { preflightQuery, useFound } from "./preflight.ts";

const paths = ["/home"];
const request = { paths, label: undefined, ignore: ["*.log"], gitignore: undefined };

test("asks for no more than was wished: a label is proposed and its rules are kept where none are named", async () => {
  const bridge = connectFake({ preflight: () => ({ files: 1 }) });
  await client.fetchQuery(preflightQuery(request));
  await client.fetchQuery(preflightQuery({ ...request, label: "work", gitignore: false }));
  expect(bridge.inputsOf("preflight")).toEqual([
    { paths: ["/home"], ignore: ["*.log"] },
    { paths: ["/home"], ignore: ["*.log"], label: "work", gitignore: false },
  ]);
});

test("counts anew from nothing, and shows its own progress while it does", async () => {
  const counting = held<Partial<Preflight>>();
  const bridge = connectFake({ preflight: () => counting.promise });
  useFound.setState({ files: 9, bytes: 9 });
  const found = client.fetchQuery(preflightQuery(request));
  await expect.poll(() => bridge.asked.length).toBe(1);
  expect(useFound.getState()).toEqual({ files: 0, bytes: 0 });
  const call = bridge.asked[0]?.call ?? "";
  const tell = (to: string, files: number) =>
    bridge.tell({ type: "progress", call: to, progress: { command: "preflight", files, bytes: 20 } });
  tell("preflight-of-somebody-else", 5);
  tell(call, 2);
  expect(useFound.getState()).toEqual({ files: 2, bytes: 20 });
  counting.end({ files: 3 });
  expect((await found).files).toBe(3);
});

test("what was found before stays for another wish about the same files, never for other files", async () => {
  const next = held<Partial<Preflight>>();
  connectFake({ preflight: ({ ignore = [] }) => (ignore.length > 0 ? { files: 1 } : next.promise) });
  const seen = new QueryObserver(client, preflightQuery(request));
  const end = seen.subscribe(() => undefined);
  await expect.poll(() => seen.getCurrentResult().data?.files).toBe(1);
  seen.setOptions(preflightQuery({ ...request, ignore: [] }));
  expect(seen.getCurrentResult()).toMatchObject({ data: { files: 1 }, isPlaceholderData: true });
  seen.setOptions(preflightQuery({ ...request, paths: ["/home"], ignore: [] }));
  expect(seen.getCurrentResult().data).toBeUndefined();
  end();
});

test("leaving stops the count", async () => {
  const bridge = connectFake({ preflight: () => held<never>().promise });
  const end = new QueryObserver(client, preflightQuery(request)).subscribe(() => undefined);
  await expect.poll(() => bridge.asked.length).toBe(1);
  end();
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
});
