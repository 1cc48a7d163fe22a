// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { AppEvent } from "../../electron/bridge.ts";
import { connectFake } from "../testing/fake-bridge.ts";
import { client } from "./client.ts";
import { appChanged, followEvents, labelsChanged, mountsChanged } from "./stale.ts";

const KNOWN = {
  info: ["info"],
  status: ["status"],
  labels: ["labels", { filter: "" }, 0],
  work: ["label", "work"],
  workUndo: ["label", "work", "undo"],
  other: ["label", "other"],
  workHistory: ["history", "work", {}, 0],
  otherHistory: ["history", "other", {}, 0],
  mounts: ["mounts", "list"],
  tree: ["tree", "ab", "", {}, 0],
} as const;

const stale = () =>
  Object.entries(KNOWN)
    .filter(([, queryKey]) => client.getQueryState(queryKey)?.isInvalidated)
    .map(([name]) => name);

beforeEach(() => {
  connectFake();
  for (const queryKey of Object.values(KNOWN)) client.setQueryData(queryKey, "known");
});

test.each<[AppEvent, string[]]>([
  [
    { type: "moved", label: "work", op: "push", seq: 1 },
    ["status", "labels", "work", "workUndo", "workHistory", "mounts"],
  ],
  [
    { type: "moved", label: "work", op: "rename", seq: 1 },
    ["status", "labels", "work", "workUndo", "other", "workHistory", "otherHistory", "mounts"],
  ],
  [{ type: "labels" }, ["labels", "work", "workUndo", "other"]],
  [{ type: "mounts" }, ["mounts"]],
  [{ type: "store", state: "failed", folder: "/s" }, ["info"]],
  [{ type: "settings", settings: { store: null } as never }, ["info"]],
  [{ type: "leaving" }, []],
])("%j makes stale: %j", (event, names) => {
  const bridge = connectFake();
  for (const queryKey of Object.values(KNOWN)) client.setQueryData(queryKey, "known");
  const end = followEvents();
  bridge.tell(event);
  end();
  expect(stale()).toEqual(names);
});

test("a store that is there again leaves nothing that was known of the one before", () => {
  const bridge = connectFake();
  for (const queryKey of Object.values(KNOWN)) client.setQueryData(queryKey, "known");
  const end = followEvents();
  bridge.tell({ type: "store", state: "ready", folder: "/s" });
  end();
  const known = Object.entries(KNOWN).filter(([, queryKey]) => client.getQueryData(queryKey) === "known");
  expect(known.map(([name]) => name)).toEqual(["info"]);
});

test("what the window did itself makes stale what it is about, never what is said of a snapshot", async () => {
  await labelsChanged("work");
  expect(stale()).toEqual(["status", "labels", "work", "workUndo", "workHistory"]);
  await mountsChanged();
  await appChanged();
  expect(stale()).toEqual(["info", "status", "labels", "work", "workUndo", "workHistory", "mounts"]);
});
