// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useImports } from "../../model/import/imports.ts";
import type { Preflight, Undoing } from "../../model/import/plan.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { labelOf } from "../../testing/samples.ts";
import { ImportFlow } from "./import-flow.tsx";

beforeEach(() => useImports.setState({ running: null, waiting: [], receipt: null, failed: null }));
afterEach(cleanup);

const found: Partial<Preflight> = {
  label: "work",
  real_name: "work",
  head: "b0",
  files: 2,
  bytes: 20,
  to_read: 10,
  counts: { added: 1, modified: 0, removed: 0 },
  changes: [{ path: "new.txt", change: "added" }],
  warnings: [],
  skipped: [],
  undoing: null,
};
const undoing: Undoing = {
  base: { seq: 6, ca_id: "b0" },
  last: 7,
  moves: [],
  move_count: 1,
  counts: { removed: 1, returned: 0, reverted: 0, changed: 0 },
  changes: [{ path: "theirs.txt", effect: "removed" }],
  other_folder: null,
  new_label: "work-2",
};

function open(more: Answers = {}, name = "work") {
  const bridge = connectFake({
    labels: ({ label }) => ({ labels: label === "work" ? [labelOf()] : [], total: 1 }),
    preflight: () => found,
    import: () => held<never>().promise,
    ...more,
  });
  const user = renderWindow(<ImportFlow />);
  act(() => useDialogs.getState().show({ name: "import", paths: ["/home/work"], label: name }));
  return { bridge, user };
}

const message = async () => {
  const field = await screen.findByRole("textbox", { name: /^Message/ });
  await expect.poll(() => document.activeElement).toBe(field);
};
/** Waits until it is known what the import would do. */
const counted = async () => {
  await message();
  const take = await screen.findByRole("button", { name: "Take snapshot" });
  await expect.poll(() => take.hasAttribute("disabled")).toBe(false);
};
/** Submits the form as Enter does in a browser, where its button may stand outside of it. */
const submit = async () => {
  const form = (await screen.findByRole("textbox", { name: /^Message/ })).closest("form");
  if (form !== null) fireEvent.submit(form);
};
const isOpen = () => useDialogs.getState().open !== null;

test("opens at the message, and submitting takes the snapshot with it", async () => {
  const { bridge, user } = open();
  await counted();
  await user.keyboard("Before lunch");
  await submit();
  await expect.poll(() => bridge.inputsOf("import").length).toBe(1);
  expect(bridge.inputsOf("import")[0]).toMatchObject({
    paths: ["/home/work"],
    label: "work",
    message: "Before lunch",
  });
  expect(isOpen()).toBe(false);
});

test("Escape imports nothing", async () => {
  const { bridge, user } = open();
  await message();
  await user.keyboard("{Escape}");
  expect(isOpen()).toBe(false);
  expect(bridge.inputsOf("import")).toEqual([]);
});

test("what cannot be counted says why, and is not imported by submitting", async () => {
  const { bridge } = open({
    preflight: () => {
      throw failure("ReadFailed", "The folder cannot be read.");
    },
  });
  await message();
  expect((await screen.findByRole("alert")).textContent).toContain("The folder cannot be read.");
  await submit();
  expect(screen.getByRole("button", { name: "Take snapshot" }).hasAttribute("disabled")).toBe(true);
  expect(bridge.inputsOf("import")).toEqual([]);
});

test("where nothing changed, the one thing to do is to close", async () => {
  const nothing = { added: 0, modified: 0, removed: 0 };
  const { bridge, user } = open({ preflight: () => ({ ...found, counts: nothing, changes: [] }) });
  await expect.poll(() => document.activeElement?.textContent).toBe("Close");
  await user.keyboard("{Enter}");
  expect(isOpen()).toBe(false);
  expect(bridge.inputsOf("import")).toEqual([]);
});

test("a protected label, and what others did, are overridden by the button alone", async () => {
  const { bridge, user } = open({
    labels: () => ({ labels: [labelOf({ protected: true })], total: 1 }),
    preflight: () => ({ ...found, undoing }),
  });
  await message();
  const button = await screen.findByRole("button", { name: /anyway$/ });
  await submit();
  expect([isOpen(), bridge.inputsOf("import").length]).toEqual([true, 0]);
  await user.click(button);
  await expect.poll(() => bridge.inputsOf("import").length).toBe(1);
  expect(bridge.inputsOf("import")[0]).toMatchObject({ override: true, replace: true, seen: 7 });
});

test("an import that turns out to take something back asks, with the focus on what does nothing", async () => {
  const taking = held<never>();
  const { bridge, user } = open({ import: () => taking.promise });
  await counted();
  await submit();
  await expect.poll(() => bridge.inputsOf("import").length).toBe(1);
  await act(async () => taking.fail({ ...failure("WouldUndo"), data: { ...undoing } }));
  await expect.poll(() => document.activeElement?.textContent).toBe("Cancel");
  await user.keyboard("{Enter}");
  expect(isOpen()).toBe(false);
  expect(bridge.inputsOf("import")).toHaveLength(1);
});

test("the same import that waits already is not asked for twice", async () => {
  const { bridge } = open();
  const again = async () => {
    act(() => useDialogs.getState().show({ name: "import", paths: ["/home/work"], label: "work" }));
    await counted();
    await submit();
  };
  await counted();
  await submit();
  await again();
  await expect.poll(() => useImports.getState().waiting.length).toBe(1);
  await again();
  expect(toldTexts().at(-1)).toBe("A snapshot of work is already waiting");
  expect(bridge.inputsOf("import")).toHaveLength(1);
  expect(useImports.getState().waiting).toHaveLength(1);
});
