// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { tellWritten, useWriting, type Written, writeOut } from "./write-out.ts";

const left = [{ path: "a.sock", reason: "a socket" }];
const warned = [{ path: "con", reason: "a name of Windows" }];
const notice = () => useNotices.getState().notices.at(-1);

/** Tells of a write into `/out`, with what was written and what was not. */
function tell(change: Partial<Written>) {
  const bridge = connectFake({}, { reveal: () => null });
  const none = { files: 2, skipped: [], warnings: [], notes: [] };
  tellWritten({ ...none, ...change } as Written, text.exporting, "/out");
  return bridge;
}

test("a write shows its own progress, from nothing", async () => {
  const writing = held<Partial<Written>>();
  const bridge = connectFake({ export: () => writing.promise });
  useWriting.setState({ files: 9, bytes: 9 });
  const stops: (() => void)[] = [];
  const written = writeOut({ ref: "b0", to: "/out" }, ({ cancel }) => stops.push(cancel));
  expect(useWriting.getState()).toEqual({ files: 0, bytes: 0 });
  const call = bridge.asked[0]?.call ?? "";
  bridge.tell({ type: "progress", call, progress: { command: "export", files: 1, bytes: 10 } });
  expect(useWriting.getState()).toEqual({ files: 1, bytes: 10 });
  stops[0]?.();
  expect(bridge.controlled).toEqual([[call, "cancel"]]);
  writing.end({ files: 1 });
  expect((await written).files).toBe(1);
});

test("says how much was written, and shows the place", () => {
  const bridge = tell({});
  expect(notice()).toMatchObject({ kind: "done", text: "Exported 2 files" });
  expect(notice()?.other).toBeUndefined();
  notice()?.action?.run();
  expect(bridge.desktop).toEqual([{ do: "reveal", path: "/out" }]);
});

test.each<[Partial<Written>, string, string, readonly { path: string; reason: string }[]]>([
  [{ skipped: left as never }, "Exported 2 files; 1 item was left out", "Left out", left],
  [
    { notes: ["open to all"] },
    "Exported 2 files; some of it is open to more people than before",
    "Permissions of folders",
    [{ path: "", reason: "open to all" }],
  ],
  [
    { warnings: warned as never },
    "Exported 2 files; 1 name does not exist on Windows",
    "Not possible on Windows",
    warned,
  ],
  // What is missing matters most.
  [
    { skipped: left as never, notes: ["open"], warnings: warned as never },
    "Exported 2 files; 1 item was left out",
    "Left out",
    left,
  ],
])("%j is told with a list of it", (change, said, title, rows) => {
  tell(change);
  expect(notice()?.text).toBe(said);
  notice()?.other?.run();
  expect(useDialogs.getState().open).toMatchObject({ name: "left-out", title, rows });
});

test("nothing written is told apart: all was there already, or nothing could be written", () => {
  tell({ files: 0 });
  expect(notice()?.text).toBe("Everything was already there");
  tell({ files: 0, skipped: left as never });
  expect(notice()?.text).toBe("Nothing was written; 1 item was left out");
});

test("a place that cannot be shown is told", async () => {
  tell({});
  connectFake(
    {},
    {
      reveal: () => {
        throw failure("ENOENT", "The folder is gone.");
      },
    },
  );
  tellWritten({ files: 1, skipped: [], warnings: [], notes: [] } as never, text.exporting, "/out");
  notice()?.action?.run();
  await expect.poll(() => notice()).toMatchObject({ kind: "failed", text: "The folder is gone." });
});
