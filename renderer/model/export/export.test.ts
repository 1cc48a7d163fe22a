// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import {
  cancelExport,
  chooseAndExport,
  closeExport,
  type ExportRequest,
  exportOver,
  runExport,
  useExport,
} from "./export.ts";

const folder: ExportRequest = { name: "export", ref: "b0", title: "work", isFile: false };
const file: ExportRequest = { name: "export", ref: "b0:docs/a.txt", title: "a.txt", isFile: true };
const written = { files: 1, skipped: [], warnings: [], notes: [] };

/** A window with the export's dialog open, whose user picks `/out` or the given file. */
function open(request: ExportRequest, answers: Answers = {}, picked: readonly string[] = ["/out"]) {
  const bridge = connectFake({ export: () => written, ...answers }, { pick: () => ({ paths: [...picked] }) });
  useDialogs.getState().show(request);
  return bridge;
}

const state = () => useExport.getState().state;
const isOpen = () => useDialogs.getState().open !== null;
const fails = (code: "FilesInTheWay" | "DiskFull" | "Cancelled"): Answers => ({
  export: () => {
    throw failure(code);
  },
});

beforeEach(() => useExport.setState({ state: { step: "asking" } }));

test.each([
  [folder, "folder", ["/out"], { ref: "b0", to: "/out/photos", overwrite: "refuse" }],
  [file, "folder", ["/out"], { ref: "b0:docs/a.txt", to: "/out", overwrite: "refuse" }],
  [folder, "zip", ["/out/x.zip"], { ref: "b0", to: "/out/x.zip", format: "zip", overwrite: "always" }],
  [folder, "tar", ["/out/x.tar"], { ref: "b0", to: "/out/x.tar", format: "tar", overwrite: "always" }],
] as const)(
  "%j as %s goes where it was meant to, and the dialog closes",
  async (request, format, picked, input) => {
    const bridge = open(request, {}, picked);
    await chooseAndExport(request, format, "photos");
    expect(bridge.inputsOf("export")).toEqual([input]);
    expect(bridge.desktop).toEqual([
      { do: "pick", what: format === "folder" ? "target-folder" : format, name: `photos.${format}` },
    ]);
    expect([state().step, isOpen(), toldTexts()]).toEqual(["asking", false, ["Exported 1 file"]]);
  },
);

test("without a place nothing is written, and the dialog stays as it was", async () => {
  const bridge = open(folder, {}, []);
  await chooseAndExport(folder, "folder", "photos");
  expect([bridge.asked, state().step, isOpen()]).toEqual([[], "asking", true]);
});

test("a second click while a place is chosen does nothing; a picker that fails leaves the form", async () => {
  const picking = held<{ paths: string[] }>();
  const bridge = connectFake({}, { pick: () => picking.promise });
  const first = chooseAndExport(folder, "folder", "photos");
  expect(state().step).toBe("choosing");
  await chooseAndExport(folder, "zip", "photos");
  expect(bridge.desktop).toHaveLength(1);
  picking.fail(failure("Internal"));
  await expect(first).rejects.toMatchObject({ code: "Internal" });
  expect(state().step).toBe("asking");
});

test("files in the way are asked about, and the answer goes with the same work", async () => {
  const bridge = open(folder, {
    export: ({ overwrite }) => {
      if (overwrite === "refuse") throw failure("FilesInTheWay");
      return written;
    },
  });
  await chooseAndExport(folder, "folder", "photos");
  const asking = state();
  expect(asking).toMatchObject({ step: "in-the-way", error: { code: "FilesInTheWay" } });
  expect([isOpen(), toldTexts()]).toEqual([true, []]);
  if (asking.step === "in-the-way") await exportOver(asking.job, "newer");
  expect(bridge.inputsOf("export").map(({ to, overwrite }) => [to, overwrite])).toEqual([
    ["/out/photos", "refuse"],
    ["/out/photos", "newer"],
  ]);
  expect(isOpen()).toBe(false);
});

test("a failure stands in the dialog, from which it is tried again or dropped", async () => {
  open(folder, fails("DiskFull"));
  await chooseAndExport(folder, "folder", "photos");
  const failed = state();
  expect(failed).toMatchObject({ step: "failed", error: { code: "DiskFull" } });
  expect(toldTexts()).toEqual([]);
  const bridge = open(folder);
  if (failed.step === "failed") await runExport(failed.job);
  expect(bridge.inputsOf("export")).toEqual([{ ref: "b0", to: "/out/photos", overwrite: "refuse" }]);
  useExport.setState({ state: failed });
  useDialogs.getState().show(folder);
  closeExport();
  expect([state().step, isOpen()]).toEqual(["asking", false]);
});

test("a write goes on behind its closed dialog; where it fails, a notice opens it again", async () => {
  const writing = held<never>();
  open(folder, { export: () => writing.promise });
  const end = chooseAndExport(folder, "folder", "photos");
  await expect.poll(() => state().step).toBe("writing");
  closeExport();
  expect([state().step, isOpen()]).toEqual(["writing", false]);
  writing.fail(failure("DiskFull"));
  await end;
  expect(toldTexts()).toEqual(["Could not export work"]);
  useNotices.getState().notices[0]?.action?.run();
  expect(useDialogs.getState().open).toBe(folder);
  expect(state().step).toBe("failed");
});

test("a write that ends behind another dialog leaves that one open", async () => {
  const writing = held<typeof written>();
  open(folder, { export: () => writing.promise });
  const end = chooseAndExport(folder, "folder", "photos");
  await expect.poll(() => state().step).toBe("writing");
  useDialogs.getState().show({ name: "settings" });
  writing.end(written);
  await end;
  expect(useDialogs.getState().open).toEqual({ name: "settings" });
});

test("cancelling stops the write, and is told as what it is", async () => {
  const writing = held<never>();
  const bridge = open(folder, { export: () => writing.promise });
  cancelExport();
  const end = chooseAndExport(folder, "folder", "photos");
  await expect.poll(() => bridge.inputsOf("export").length).toBe(1);
  cancelExport();
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
  writing.fail(failure("Cancelled"));
  await end;
  expect([state().step, isOpen()]).toEqual(["asking", false]);
  expect(useNotices.getState().notices).toMatchObject([
    { kind: "done", text: "Export cancelled. What had been written stays there." },
  ]);
});
