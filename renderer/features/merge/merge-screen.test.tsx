// @vitest-environment happy-dom
import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MergeItem } from "../../api/merges.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, toldTexts } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { mergeFileOf, mergeOf } from "../../testing/samples.ts";
import { MergeScreen } from "./merge-screen.tsx";

const item = (path: string, change: Partial<MergeItem> = {}): MergeItem => ({
  path,
  kind: "binary",
  state: "open",
  take: "undecided",
  counts: null,
  revision: 0,
  ...change,
});
const files = [
  item("auto.txt", { kind: "text", state: "auto" }),
  item("photo.png"),
  item("video.mp4", { state: "resolved", take: "ours", revision: 1 }),
];

beforeEach(() => {
  useMergeView.setState({ merge: null, paths: {}, pattern: "", only: null, isProof: false, spot: null });
  // A window without a layout measures nothing.
  globalThis.ResizeObserver = class {
    readonly #tell: ResizeObserverCallback;
    constructor(tell: ResizeObserverCallback) {
      this.#tell = tell;
    }
    observe(target: Element): void {
      const contentRect = { width: 1200, height: 600 } as DOMRectReadOnly;
      this.#tell([{ target, contentRect } as ResizeObserverEntry], this as unknown as ResizeObserver);
    }
    unobserve(): void {}
    disconnect(): void {}
  };
});
afterEach(cleanup);

async function open(more: Answers = {}, open = 1, shown?: string) {
  const bridge = connectFake({
    status: () => ({ writable: true }),
    "merge.list": () => ({ merges: [mergeOf({ files: { auto: 1, open, resolved: 1 } })], damaged: [] }),
    "merge.show": ({ state, match }) => {
      const shown = files.filter(
        (file) =>
          (!state || file.state === state) &&
          (!match || match.includes(file.path) || file.path.includes(match)),
      );
      return { files: shown, total: shown.length };
    },
    "merge.file": ({ path }) => mergeFileOf({ path }),
    "merge.decide": () => ({ before: [] }),
    // The three files of the list, and what one side alone changed.
    changes: () => ({
      from: "a1" as never,
      to: "a2" as never,
      total: 2,
      entries: [],
      counts: { added: 30, modified: 3, removed: 10, bytes: 0 },
    }),
    preview: () => {
      throw failure("ENOENT");
    },
    tree: () => {
      throw failure("ENOENT");
    },
    ...more,
  });
  act(() => useMergeView.getState().open(1));
  const user = renderWindow(<MergeScreen merge={1} />);
  // A busy machine takes its time, above all where the editor is loaded.
  const isShown = () =>
    shown === undefined ? screen.queryByText("other", { selector: "h4" }) : screen.queryByText(shown);
  await expect.poll(isShown).not.toBeNull();
  return { bridge, user };
}

test("begins at the first file that is open, and counts the others", async () => {
  await open();
  expect(screen.getByRole("heading", { name: "photo.png" })).toBeTruthy();
  expect(screen.getByText(/1 file merged · 40 changes of one side · 1 of 2 resolved/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Open 1: Show 1 file to decide" })).toBeTruthy();
});

test("filters the files by state and by name", async () => {
  const { bridge, user } = await open();
  await user.click(screen.getByRole("button", { name: "Resolved 1: Show 1 resolved file" }));
  await expect.poll(() => bridge.inputsOf("merge.show").at(-1)).toMatchObject({ state: "resolved" });
  await user.type(screen.getByRole("searchbox"), "mp4");
  await expect
    .poll(() => bridge.inputsOf("merge.show").at(-1))
    .toMatchObject({ match: "mp4", state: "resolved" });
});

test("a card takes a side, deletes the file, or keeps both", async () => {
  const { bridge, user } = await open();
  await user.click(screen.getByRole("button", { name: "Take other" }));
  await user.click(screen.getByRole("button", { name: "Delete the file" }));
  expect(bridge.inputsOf("merge.decide").map(({ decisions }) => decisions)).toEqual([
    [{ path: "photo.png", decision: { take: "theirs" } }],
    [{ path: "photo.png", decision: { take: "delete" } }],
  ]);
  await user.click(screen.getByRole("button", { name: "Keep both…" }));
  expect(useDialogs.getState().open).toEqual({ name: "keep-both", merge: 1, path: "photo.png" });
});

test("a text that both sides moved is taken as one side has it, which its hunks cannot decide", async () => {
  const texts = { base: "a\n", ours: "a\n", theirs: "a\n", regions: [], saved: null, invalid_utf8: false };
  const { bridge, user } = await open(
    {
      "merge.file": ({ path }) =>
        mergeFileOf({
          path,
          kind: "rename/rename",
          reason: "ours moved it to a.txt, theirs to b.txt.",
          text: texts,
        }),
    },
    1,
    "work moved it to a.txt, other to b.txt.",
  );
  await user.click(screen.getByRole("button", { name: "Take work" }));
  expect(bridge.inputsOf("merge.decide").map(({ decisions }) => decisions)).toEqual([
    [{ path: "photo.png", decision: { take: "ours" } }],
  ]);
});

test("of a text that is decided as a whole, its versions are shown, and its lines lead back", async () => {
  const texts = { base: "a\n", ours: "a\n", theirs: "a\n", regions: [], saved: null, invalid_utf8: false };
  const { bridge, user } = await open({
    "merge.file": ({ path }) => mergeFileOf({ path, kind: "text", text: texts, decision: { take: "ours" } }),
  });
  expect(screen.getByRole("button", { name: "Take work", pressed: true })).toBeTruthy();
  expect(screen.queryByText("Result, edit here")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Merge line by line instead" }));
  expect(bridge.inputsOf("merge.decide").map(({ decisions }) => decisions)).toEqual([
    [{ path: "photo.png", decision: { take: "undecided" } }],
  ]);
});

test("permissions in conflict are decided on a card, which says of a merged content that it stays", async () => {
  const version = { path: "photo.png", type: "file" as const, size: 2, ca_id: "a1" };
  const texts = { base: "a\n", ours: "a\n", theirs: "a\n", regions: [], saved: null, invalid_utf8: false };
  const { bridge, user } = await open({
    "merge.file": ({ path }) =>
      mergeFileOf({
        path,
        kind: "mode",
        permissions: true,
        reason: "Ours has the permissions 755, theirs 700.",
        text: texts,
        ours: { ...version, mode: 0o755, id: "c1" },
        theirs: { ...version, mode: 0o700, id: "c2" },
      }),
  });
  expect(screen.getByText("work has the permissions 755, other 700.")).toBeTruthy();
  expect(screen.getAllByText(/gave this file different permissions/)).toHaveLength(1);
  expect(screen.getByText(/a side gives only its permissions/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Take other" }));
  expect(bridge.inputsOf("merge.decide").map(({ decisions }) => decisions)).toEqual([
    [{ path: "photo.png", decision: { take: "theirs" } }],
  ]);
});

test("a result that is one side as it was says so", async () => {
  const { user } = await open(
    {
      ...whole,
      "merge.preview": () => ({ ...result, result: "a1" as never, complete: true, open: [], new_lines: [] }),
    },
    0,
  );
  await user.click(screen.getByRole("button", { name: "Review result" }));
  const said = "The result is work, unchanged: nothing of other is in it.";
  await expect.poll(() => screen.queryByText(said)).not.toBeNull();
});

test("decides all open files at once, which the notice takes back: whole files and hunks", async () => {
  const before = { take: "undecided" } as const;
  const region = { at: [0, 1, 0, 1, 0, 1], kind: "conflict", decision: "open" } as const;
  const { bridge, user } = await open({
    "merge.resolve": () => ({
      files: [
        { path: "photo.png", before, after: { take: "ours" } },
        { path: "text.txt", before, after: { take: "text" }, regions: [region] as never },
      ],
      skipped: [],
    }),
  });
  await user.click(screen.getByRole("button", { name: "Decide many files" }));
  await user.click(await screen.findByRole("menuitem", { name: "Take work for all of these" }));
  await expect.poll(toldTexts).toEqual(["Took work for 2 files"]);
  expect(bridge.inputsOf("merge.resolve")).toEqual([{ merge: 1, match: "*", take: "ours" }]);
  act(() => useNotices.getState().notices[0]?.action?.run());
  await expect.poll(toldTexts).toEqual(["The decisions are taken back"]);
  expect(bridge.inputsOf("merge.decide")).toEqual([
    {
      merge: 1,
      decisions: [{ path: "photo.png", decision: before }],
      steps: [{ path: "text.txt", regions: [region] }],
    },
  ]);
});

test("is abandoned, and brought back from the notice", async () => {
  const { bridge, user } = await open({ "merge.abandon": () => mergeOf(), "merge.restore": () => mergeOf() });
  await user.click(screen.getByRole("button", { name: "Abandon merge" }));
  await expect.poll(() => useMergeView.getState().merge).toBeNull();
  expect(toldTexts()).toEqual(["The merge is abandoned"]);
  act(() => useNotices.getState().notices[0]?.action?.run());
  await expect.poll(() => useMergeView.getState().merge).toBe(1);
  expect(bridge.inputsOf("merge.restore")).toEqual([{ merge: 1 }]);
});

test("a merge that was ended elsewhere is closed", async () => {
  let merges = [mergeOf({ files: { auto: 0, open: 1, resolved: 0 } })];
  const { bridge } = await open({ "merge.list": () => ({ merges, damaged: [] }) });
  merges = [];
  const { followEvents } = await import("../../api/stale.ts");
  const end = followEvents();
  act(() => bridge.tell({ type: "merges" }));
  await expect.poll(() => useMergeView.getState().merge).toBeNull();
  end();
});

test("sides are named by their labels, and say where each file stands", async () => {
  await open({
    "merge.file": () => mergeFileOf({ kind: "modify/delete", theirs: null, decision: { take: "ours" } }),
  });
  const theirs = await screen.findByRole("region", { name: "other" });
  expect(within(theirs).getByText("Not there")).toBeTruthy();
  expect(screen.getByText("Takes work")).toBeTruthy();
});

/** A result that `work` differs from, with a file that is open and lines that somebody typed. */
const result = {
  result: "a3" as never,
  complete: false,
  open: ["photo.png"],
  new_lines: [
    {
      path: "text.txt",
      start: 4,
      count: 2,
      text: "by hand\nmore\n",
      in_base: false,
      how: "typed",
      by: "you",
    },
  ],
} as const;
const compared: Answers = {
  "merge.check": () => ({
    total: 1,
    checked: 1,
    files: [
      {
        path: "data.json",
        state: "auto",
        findings: [{ kind: "syntax", line: 12, message: "This is not valid JSON." }],
        new_lines: 0,
      },
    ],
  }),
  "merge.preview": () => ({ ...result, open: [...result.open], new_lines: [...result.new_lines] }),
  changes: ({ from }) => ({
    total: 0,
    entries: [],
    counts: { added: from === "a1" ? 2 : 0, modified: 1, removed: 0, bytes: 0 },
  }),
};
const whole: Answers = {
  ...compared,
  "merge.check": () => ({ total: 1, checked: 1, files: [] }),
  "merge.preview": () => ({ ...result, complete: true, open: [], new_lines: [] }),
};

test("the result is shown against each side, with what stands out, and is not completed while a file is open", async () => {
  const { bridge, user } = await open(compared);
  await user.click(screen.getByRole("button", { name: "Review result" }));
  expect(await screen.findByRole("tab", { name: /^Against work .*2 .*added/ })).toBeTruthy();
  expect(screen.getAllByRole("tab").map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("work"),
    expect.stringContaining("other"),
    expect.stringContaining("base (work)"),
  ]);
  expect(screen.getByText("1 open file")).toBeTruthy();
  expect(await screen.findByText("1 finding")).toBeTruthy();
  expect(screen.getByText("2 lines that neither side has")).toBeTruthy();
  const complete = screen.getByRole("button", { name: "Complete merge" });
  expect(complete.hasAttribute("disabled")).toBe(true);
  expect(screen.getByText(/1 file is not resolved yet/)).toBeTruthy();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(bridge.inputsOf("merge.complete")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Go to the next open file" }));
  expect(await screen.findByRole("heading", { name: "photo.png" })).toBeTruthy();
});

test("is completed by the keyboard with a message, and its label's history is shown", async () => {
  const { bridge, user } = await open(
    {
      ...whole,
      "merge.complete": () => ({ status: "completed", ca_id: "a3" as never, label: "work" }),
      "undo.preview": () => ({ undo: null, redo: null }),
    },
    0,
  );
  await user.keyboard("{Control>}{Enter}{/Control}");
  await expect.poll(() => document.activeElement?.tagName).toBe("TEXTAREA");
  await user.keyboard("Both{Control>}{Enter}{/Control}");
  await expect.poll(toldTexts).toEqual(["Merged into work"]);
  expect(bridge.inputsOf("merge.complete")).toEqual([expect.objectContaining({ merge: 1, message: "Both" })]);
  expect(useMergeView.getState().merge).toBeNull();
  expect(useSelection.getState().label).toBe("work");
});

test("when a side moved meanwhile, says what is kept and what is open again, and goes back to the files", async () => {
  const { user } = await open(
    {
      ...whole,
      "merge.complete": () => ({
        status: "updated",
        kept: 3,
        reopened: ["photo.png"],
        settled: [],
        head: "b1" as never,
      }),
    },
    0,
  );
  await user.click(screen.getByRole("button", { name: "Review result" }));
  await user.click(await screen.findByRole("button", { name: "Complete merge" }));
  await expect
    .poll(toldTexts)
    .toEqual([
      "A side had changed, and is merged in now. 3 decisions are kept. 1 file is open again: photo.png.",
    ]);
  expect(await screen.findByRole("heading", { name: "photo.png" })).toBeTruthy();
  expect(useMergeView.getState().isProof).toBe(false);
});
