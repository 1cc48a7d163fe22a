// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { addPaths, pickAndAdd, useAdding } from "./adding.ts";
import { forgetEdits, latestOf, useEdits } from "./edits.ts";

type Added = Partial<CommandOutput<"mount.add">>;

function connect(add: NonNullable<Answers["mount.add"]>, paths: readonly string[] = ["/home/a.txt"]) {
  return connectFake(
    {
      "mount.list": () => ({ mounts: [mountOf()] }),
      "mount.snapshot": () => mountStateOf(),
      "mount.add": add,
    },
    { pick: () => ({ paths: [...paths] }) },
  );
}

const adding = () => useAdding.getState().adding;

beforeEach(() => forgetEdits());

test("adds to a folder, tells how much, and can be undone path by path", async () => {
  const bridge = connect(() => ({ skipped: [] }));
  addPaths(1, "docs", ["/home/a.txt", "/home/sub"]);
  await expect.poll(toldTexts).toEqual(["Added 2 items"]);
  expect(bridge.inputsOf("mount.add")).toEqual([
    { mount: "copy", folder: "docs", paths: ["/home/a.txt", "/home/sub"] },
  ]);
  expect(latestOf(useEdits.getState().edits, 1)?.paths).toEqual(["docs/a.txt", "docs/sub"]);
  expect(useNotices.getState().notices[0]?.other).toBeUndefined();
  expect(adding()).toBeNull();
});

test("what was left out is listed with the reasons", async () => {
  const skipped = [{ path: "a.sock", reason: "a socket" }];
  connect(() => ({ skipped }) as Added);
  addPaths(1, "", ["/home/a.sock"]);
  await expect.poll(toldTexts).toEqual(["Added 1 item"]);
  useNotices.getState().notices[0]?.other?.run();
  expect(useDialogs.getState().open).toMatchObject({
    name: "left-out",
    title: "1 item could not be added",
    rows: skipped,
  });
});

test("one runs at a time, with its own progress, and the next begins when it ends", async () => {
  const first = held<Added>();
  const bridge = connect(({ folder }) => (folder === "one" ? first.promise : { skipped: [] }));
  addPaths(1, "one", ["/a"]);
  addPaths(1, "two", ["/b"]);
  await expect.poll(() => bridge.inputsOf("mount.add").length).toBe(1);
  expect(adding()).toMatchObject({ mount: 1, files: 0, filesDone: 0 });
  const call = bridge.asked.find(({ name }) => name === "mount.add")?.call ?? "";
  const counts = { phase: "reading" as const, bytes: 9, bytesDone: 3, newBytes: 0 };
  bridge.tell({ type: "progress", call, progress: { command: "import", files: 9, filesDone: 3, ...counts } });
  expect(adding()).toMatchObject({ files: 9, filesDone: 3 });
  first.end({ skipped: [] });
  await expect.poll(() => bridge.inputsOf("mount.add").map(({ folder }) => folder)).toEqual(["one", "two"]);
  await expect.poll(adding).toBeNull();
});

test("it can be stopped, which is no failure; whatever else ends it is, and the next one still runs", async () => {
  const stopped = held<Added>();
  const bridge = connect(() => stopped.promise);
  addPaths(1, "", ["/a"]);
  await expect.poll(() => bridge.inputsOf("mount.add").length).toBe(1);
  adding()?.stop();
  expect(bridge.controlled).toEqual([
    [bridge.asked.find(({ name }) => name === "mount.add")?.call, "cancel"],
  ]);
  stopped.fail(failure("Cancelled"));
  await expect.poll(adding).toBeNull();
  expect(toldTexts()).toEqual([]);
  connect(({ folder }) => {
    if (folder === "bad") throw failure("DiskFull");
    return { skipped: [] };
  });
  addPaths(1, "bad", ["/a"]);
  addPaths(1, "good", ["/a"]);
  await expect.poll(toldTexts).toEqual(["Could not add the files", "Added 1 item"]);
  expect(useEdits.getState().edits).toHaveLength(1);
});

test("what is chosen is added; nothing chosen adds nothing; a chooser that fails is told", async () => {
  const bridge = connect(() => ({ skipped: [] }));
  await pickAndAdd(1, "docs", "import-folder");
  await expect.poll(toldTexts).toEqual(["Added 1 item"]);
  expect(bridge.desktop).toEqual([{ do: "pick", what: "import-folder" }]);
  const none = connect(() => ({ skipped: [] }), []);
  await pickAndAdd(1, "docs", "import-files");
  expect(none.asked).toEqual([]);
  connectFake(
    {},
    {
      pick: () => {
        throw failure("Internal");
      },
    },
  );
  await pickAndAdd(1, "docs", "import-files");
  expect(toldTexts()).toEqual(["Could not add the files"]);
});
