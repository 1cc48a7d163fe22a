// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { AppEvent } from "../../electron/bridge.ts";
import { useOpened } from "../state/opened.ts";
import { connectFake } from "../testing/fake-bridge.ts";
import { EVERYTHING } from "./chosen.ts";
import { client } from "./client.ts";
import { mountStateQuery, mountsQuery, workingTreeQuery } from "./mounts.ts";
import {
  anyLabelQuery,
  changesQuery,
  findQuery,
  historyQuery,
  httpQuery,
  infoQuery,
  labelQuery,
  labelsQuery,
  previewQuery,
  retentionQuery,
  statusQuery,
  treeQuery,
  undoQuery,
} from "./queries.ts";
import { appChanged, followEvents, labelsChanged, mountsChanged } from "./stale.ts";

/** One of each kind of answer, and the two of labels that must be told apart. */
const KNOWN = {
  info: infoQuery().queryKey,
  status: statusQuery().queryKey,
  labels: labelsQuery({ filter: "", sort: "name", deleted: false }, 0).queryKey,
  anyLabel: anyLabelQuery().queryKey,
  work: labelQuery("work").queryKey,
  workUndo: undoQuery("work").queryKey,
  other: labelQuery("other").queryKey,
  workHistory: historyQuery("work", EVERYTHING, 0, false).queryKey,
  otherHistory: historyQuery("other", EVERYTHING, 0, true).queryKey,
  retention: retentionQuery("work").queryKey,
  mounts: mountsQuery().queryKey,
  mountState: mountStateQuery("copy").queryKey,
  merges: ["merges", "list"],
  http: httpQuery().queryKey,
  // What is said of a snapshot stays true.
  tree: treeQuery("ab", "", { sort: "name", descending: false }, 0).queryKey,
  found: findQuery("ab", "*.ts", 0).queryKey,
  changes: changesQuery("ab", "cd", "", {}, 0).queryKey,
  preview: previewQuery("ab", "a.txt").queryKey,
  workingTree: workingTreeQuery("ab", "cd", "", { sort: "name", descending: false }, 0).queryKey,
} as const;
const MOUNTS = ["mounts", "mountState"];
const LABELS = ["labels", "anyLabel"];

function knowAll(): void {
  for (const queryKey of Object.values(KNOWN)) client.setQueryData<unknown>(queryKey, "known");
}

const stale = () =>
  Object.entries(KNOWN)
    .filter(([, queryKey]) => client.getQueryState(queryKey)?.isInvalidated)
    .map(([name]) => name);

beforeEach(() => {
  connectFake();
  knowAll();
});

test.each<[AppEvent, string[]]>([
  [
    { type: "moved", label: "work", op: "push", seq: 1 },
    ["status", ...LABELS, "work", "workUndo", "workHistory", "retention", ...MOUNTS, "merges"],
  ],
  [
    { type: "moved", label: "work", op: "rename", seq: 1 },
    [
      "status",
      ...LABELS,
      "work",
      "workUndo",
      "other",
      "workHistory",
      "otherHistory",
      "retention",
      ...MOUNTS,
      "merges",
    ],
  ],
  [{ type: "labels" }, [...LABELS, "work", "workUndo", "other", "workHistory", "otherHistory", "retention"]],
  [{ type: "mounts" }, MOUNTS],
  [{ type: "merges" }, ["merges"]],
  [{ type: "collected" }, ["status", "work", "workUndo", "other", "workHistory", "otherHistory"]],
  [{ type: "store", state: "failed", folder: "/s" }, ["info"]],
  [{ type: "settings", settings: { store: null } as never }, ["info"]],
  [{ type: "store", state: "opening", folder: "/s" }, ["info"]],
  [{ type: "http" }, ["http"]],
  [{ type: "leaving" }, []],
  [{ type: "menu", command: "undo" }, []],
  [{ type: "open", paths: ["/a"] }, []],
])("%j makes stale: %j", (event, names) => {
  const bridge = connectFake();
  knowAll();
  const end = followEvents();
  bridge.tell(event);
  end();
  useOpened.getState().take();
  expect(stale()).toEqual(names);
});

test("a store that is there again leaves nothing that was known of the one before", () => {
  const bridge = connectFake();
  knowAll();
  const end = followEvents();
  bridge.tell({ type: "store", state: "ready", folder: "/s" });
  end();
  const known = Object.entries(KNOWN).filter(
    ([, queryKey]) => client.getQueryData<unknown>(queryKey) === "known",
  );
  expect(known.map(([name]) => name)).toEqual(["info"]);
});

test("what the window did itself makes stale what it is about, never what is said of a snapshot", async () => {
  await labelsChanged("work");
  expect(stale()).toEqual(["status", ...LABELS, "work", "workUndo", "workHistory", "retention"]);
  await mountsChanged();
  await appChanged();
  expect(stale()).toEqual([
    "info",
    "status",
    ...LABELS,
    "work",
    "workUndo",
    "workHistory",
    "retention",
    ...MOUNTS,
  ]);
});

test("what the app is given to open is kept until it is taken", () => {
  const bridge = connectFake();
  const end = followEvents();
  bridge.tell({ type: "open", paths: ["/a", "/b"] });
  end();
  bridge.tell({ type: "open", paths: ["/c"] });
  expect(useOpened.getState().take()).toEqual([["/a", "/b"]]);
});
