// @vitest-environment happy-dom
import { act, cleanup, createEvent, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useNotices } from "../../../state/notices.ts";
import { connectFake, failure, toldTexts } from "../../../testing/fake-bridge.ts";
import { renderWindow } from "../../../testing/render.tsx";
import { mergeFileOf, mergeOf } from "../../../testing/samples.ts";
import { sideWords } from "../sides/sides.ts";
import { Card } from "./card.tsx";

afterEach(cleanup);

const before = { take: "undecided" } as const;

/** Shows the card of a text that is too large to merge in the window. */
function open(picked: string[] = []) {
  const bridge = connectFake(
    {
      "merge.resolve": ({ path = "" }) => ({
        files: [{ path, before, after: { take: "content", id: "c9" as never } }],
        skipped: [],
        totals: { auto: 0, open: 0, resolved: 1 },
      }),
      "merge.decide": () => ({ before: [] }),
      tree: () => {
        throw failure("ENOENT");
      },
      preview: () => {
        throw failure("ENOENT");
      },
    },
    { "open-text": () => null, pick: () => ({ paths: picked }) },
  );
  const info = mergeOf();
  const file = mergeFileOf({
    path: "big.sql",
    kind: "text",
    text: null,
    text_reason: "It is larger than 16 MiB.",
  });
  const user = renderWindow(<Card info={info} file={file} names={sideWords(info)} canWrite />);
  return { bridge, user };
}

function drop(...names: string[]): boolean {
  const card = document.querySelector("[data-card]");
  if (card === null) throw new Error("There is no card.");
  const event = createEvent.drop(card);
  Object.assign(event, {
    dataTransfer: { types: ["Files"], files: names.map((name) => new File([], name)) },
  });
  fireEvent(card, event);
  return event.defaultPrevented;
}

test("a version of a large text is opened in another program", async () => {
  const { bridge, user } = open();
  await user.click(screen.getByRole("button", { name: "Open other" }));
  expect(bridge.desktop).toEqual([{ do: "open-text", ref: "a2:photo.png" }]);
  await expect.poll(toldTexts).toEqual([expect.stringContaining("other is open in another program.")]);
});

test("the edited file is dropped on the card, and becomes the content until that is undone", async () => {
  const { bridge } = open();
  expect(drop("edited.txt")).toBe(true);
  await expect.poll(toldTexts).toEqual(["The edited file is the merged content"]);
  expect(bridge.inputsOf("merge.resolve")).toEqual([
    { merge: 1, path: "big.sql", take: "content", from: "/edited.txt" },
  ]);
  act(() => useNotices.getState().notices[0]?.action?.run());
  await expect
    .poll(() => bridge.inputsOf("merge.decide"))
    .toEqual([{ merge: 1, decisions: [{ path: "big.sql", decision: before }], steps: [] }]);
});

test("several files are not taken", async () => {
  const { bridge } = open();
  expect(drop("one.txt", "two.txt")).toBe(true);
  expect(toldTexts()).toEqual(["Drop a single file here."]);
  expect(bridge.inputsOf("merge.resolve")).toEqual([]);
});

test("or it is chosen, which can be cancelled", async () => {
  const { bridge, user } = open(["/home/edited.txt"]);
  await user.click(screen.getByRole("button", { name: "Choose the edited file…" }));
  await expect
    .poll(() => bridge.inputsOf("merge.resolve"))
    .toEqual([expect.objectContaining({ from: "/home/edited.txt" })]);
  const cancelled = open();
  await cancelled.user.click(screen.getByRole("button", { name: "Choose the edited file…" }));
  expect(cancelled.bridge.inputsOf("merge.resolve")).toEqual([]);
});
