// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ShellAnswers } from "../../../electron/bridge.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { labelOf } from "../../testing/samples.ts";
import {
  followDialogs,
  snapshotChosen,
  snapshotNow,
  startFileImport,
  startImport,
  titleOf,
} from "./start.ts";

const shown = () => useDialogs.getState().open;
let end = () => {};

beforeEach(() => {
  connectFake();
  end = followDialogs();
});
afterEach(() => {
  // What still waits would come in the next test.
  while (shown() !== null) useDialogs.getState().close();
  end();
});

test("given paths are shown at once; chosen ones when they are chosen, and none when that is cancelled", async () => {
  const bridge = connectFake(
    {},
    { pick: ({ what }) => ({ paths: what === "import-files" ? ["/a", "/b"] : [] }) },
  );
  await startImport(["/home"], "work");
  expect(shown()).toEqual({ name: "import", paths: ["/home"], label: "work" });
  useDialogs.getState().close();
  await startFileImport();
  expect(shown()).toEqual({ name: "import", paths: ["/a", "/b"] });
  useDialogs.getState().close();
  await startImport();
  expect(shown()).toBeNull();
  expect(bridge.desktop.map((each) => each.do === "pick" && each.what)).toEqual([
    "import-files",
    "import-folder",
  ]);
});

test("the system's dialog is asked for once, and again after it failed", async () => {
  let picks = [held<ShellAnswers["pick"]>(), held<ShellAnswers["pick"]>()];
  const bridge = connectFake({}, { pick: () => picks.shift()?.promise ?? { paths: [] } });
  const [first, second] = picks;
  const begun = startImport();
  await startImport();
  expect(bridge.desktop).toHaveLength(1);
  first?.fail(failure("Internal"));
  await expect(begun).rejects.toMatchObject({ code: "Internal" });
  const again = startImport();
  second?.end({ paths: ["/a"] });
  await again;
  expect(shown()).toMatchObject({ paths: ["/a"] });
  picks = [];
});

test("an import waits behind an open dialog, once, in order, and comes when that is closed", async () => {
  useDialogs.getState().show({ name: "settings" });
  await startImport(["/one"]);
  await startImport(["/one"]);
  await startImport(["/one"], "work");
  await startImport(["/two", "/three"]);
  expect(shown()).toEqual({ name: "settings" });
  expect(toldTexts()).toEqual(["2 items is next, once you close this dialog"]);
  const order = [];
  for (let no = 0; no < 3; no++) {
    useDialogs.getState().close();
    order.push(shown());
  }
  expect(order).toEqual([
    { name: "import", paths: ["/one"] },
    { name: "import", paths: ["/one"], label: "work" },
    { name: "import", paths: ["/two", "/three"] },
  ]);
  useDialogs.getState().close();
  expect(shown()).toBeNull();
});

test("a receipt and the list of keys give way to an import, and the same import is not asked twice", async () => {
  for (const name of ["receipt", "keys"] as const) {
    useDialogs.getState().show({ name });
    await startImport(["/one"]);
    expect(shown()).toMatchObject({ name: "import" });
  }
  await startImport(["/one"]);
  useDialogs.getState().close();
  expect(shown()).toBeNull();
});

test("the next snapshot of a label is of its folder, or asks where that went", async () => {
  const folders = new Map<string, "directory" | "file">([
    ["/there", "directory"],
    ["/file", "file"],
  ]);
  connectFake(
    {},
    {
      look: ({ path }) => {
        const type = folders.get(path) ?? null;
        if (path === "/forbidden") throw failure("Internal");
        return { exists: type !== null, type };
      },
      pick: () => ({ paths: ["/chosen"] }),
    },
  );
  await snapshotNow({ name: "work", folder: "/there" });
  expect(shown()).toEqual({ name: "import", paths: ["/there"], label: "work" });
  for (const folder of ["/gone", "/file", "/forbidden"]) {
    useDialogs.getState().close();
    await snapshotNow({ name: "work", folder });
    expect(shown()).toEqual({ name: "folder-gone", label: "work", folder });
  }
  useDialogs.getState().close();
  await snapshotNow({ name: "work", folder: null });
  expect(shown()).toEqual({ name: "import", paths: ["/chosen"], label: "work" });
});

test("the chosen label's next snapshot: none of a deleted label, a new import without a label", async () => {
  let label = labelOf({ folder: "/there" });
  connectFake(
    { labels: () => ({ labels: [label], total: 1 }) },
    { look: () => ({ exists: true, type: "directory" }), pick: () => ({ paths: ["/new"] }) },
  );
  await snapshotChosen();
  expect(shown()).toEqual({ name: "import", paths: ["/new"] });
  useDialogs.getState().close();
  useSelection.getState().chooseLabel("work");
  await snapshotChosen();
  expect(shown()).toEqual({ name: "import", paths: ["/there"], label: "work" });
  label = labelOf({ ca_id: null, folder: "/there" });
  connectFake({ labels: () => ({ labels: [label], total: 1 }) });
  useSelection.getState().chooseLabel("work");
  await snapshotChosen();
  expect(shown()).toBeNull();
});

test("one source is called by its name, several by their number", () => {
  expect(titleOf(["/home/photos/"])).toBe("photos");
  expect(titleOf(["C:\\Users\\ann"])).toBe("ann");
  expect(titleOf(["/a", "/b"])).toBe("2 items");
});
