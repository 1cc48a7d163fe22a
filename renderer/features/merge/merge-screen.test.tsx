// @vitest-environment happy-dom
import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MergeItem } from "../../api/merges.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { useNotices } from "../../state/notices.ts";
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
  useMergeView.setState({ merge: null, paths: {}, pattern: "", only: null });
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

async function open(more: Answers = {}, open = 1) {
  const bridge = connectFake({
    status: () => ({ writable: true }),
    "merge.list": () => ({ merges: [mergeOf({ files: { auto: 1, open, resolved: 1 } })] }),
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
  await screen.findByText("other", { selector: "h4" });
  return { bridge, user };
}

test("begins at the first file that is open, and counts the others", async () => {
  await open();
  expect(screen.getByRole("heading", { name: "photo.png" })).toBeTruthy();
  expect(screen.getByText(/1 file auto-merged · 1 of 2 resolved/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Show 1 file to decide" })).toBeTruthy();
});

test("cannot be completed while a file is open, and says why", async () => {
  const { user } = await open();
  const complete = screen.getByRole("button", { name: "Complete merge" });
  expect(complete.hasAttribute("disabled")).toBe(true);
  expect(document.getElementById(complete.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "1 file is not resolved yet",
  );
  await user.keyboard("{Control>}{Enter}{/Control}");
  await expect.poll(toldTexts).toEqual(["1 file is not resolved yet"]);
  expect(useDialogs.getState().open).toBeNull();
});

test("asks before it completes, by button or key", async () => {
  const { user } = await open({}, 0);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await expect.poll(() => useDialogs.getState().open).toEqual({ name: "complete-merge", merge: 1 });
});

test("filters the files by state and by name", async () => {
  const { bridge, user } = await open();
  await user.click(screen.getByRole("button", { name: "Show 1 resolved file" }));
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
    "merge.step": () => ({ revision: 2 }),
  });
  await user.click(screen.getByRole("button", { name: "Decide several files" }));
  await user.click(await screen.findByRole("menuitem", { name: "Take work for all of these" }));
  await expect.poll(toldTexts).toEqual(["Took work for 2 files"]);
  expect(bridge.inputsOf("merge.resolve")).toEqual([{ merge: 1, match: "*", take: "ours" }]);
  act(() => useNotices.getState().notices[0]?.action?.run());
  await expect.poll(toldTexts).toEqual(["The decisions are taken back"]);
  expect(bridge.inputsOf("merge.step")).toEqual([{ merge: 1, path: "text.txt", regions: [region] }]);
  expect(bridge.inputsOf("merge.decide")).toEqual([
    { merge: 1, decisions: [{ path: "photo.png", decision: before }] },
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
  const { bridge } = await open({ "merge.list": () => ({ merges }) });
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
