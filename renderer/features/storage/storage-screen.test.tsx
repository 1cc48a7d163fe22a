// @vitest-environment happy-dom
import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Space } from "../../api/storage.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useStorageView } from "../../state/storage-view.ts";
import {
  type Answers,
  connectFake,
  type DesktopAnswers,
  failure,
  held,
  toldTexts,
} from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { DeleteOldDialog } from "./delete-old-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { StorageScreen } from "./storage-screen.tsx";

const label = (name: string, only_here: number): Space["labels"][number] => ({
  ...{ label: name, deleted: false, moves: 20, only_here, shared: 1000, size: 5000 },
  ...{ retention: { keep: "everything" }, own_retention: false },
});
const space: Space = {
  ...{ bytes: 9_000_000, reclaimable: 2_000_000, waste: 0, needed: 7_000_000, shared: 1000, others: 0 },
  ...{ stored: 4_000_000, raw: 8_000_000, snapshots: 24_000_000, total: 2 },
  labels: [label("photos", 5_000_000), label("notes", 1_000_000)],
  growth: [{ day: Date.UTC(2026, 0, 1), stored: 4_000_000 }],
  last_collection: {
    at: Date.UTC(2026, 0, 1),
    automatic: true,
    freed_bytes: 120_000_000,
    moves: 3,
    objects: 9,
  },
  automatic: true,
};
const store: Answers = {
  space: () => space,
  status: () => ({ writable: true, bytes: 9_000_000 }),
  "space.simulate": ({ label, retention }) => {
    const dropped = retention?.keep === "last" ? 20 - retention.moves : 0;
    return {
      ...{ moves: 20, dropped, freed_bytes: dropped * 1_000_000, freed_now: 0 },
      gone: dropped > 0 ? [{ label: label ?? "notes", seq: 1, at: Date.UTC(2026, 0, 1) }] : [],
      timeline: [{ from: Date.UTC(2026, 0, 1), kept: 20 - dropped, gone: dropped }],
    };
  },
  "space.folders": ({ path }) => ({
    total: 1,
    folders:
      path === ""
        ? [{ path: "trip", type: "directory", files: 2, size: 10, stored: 4_000_000, only_here: 3_000_000 }]
        : [{ path: "trip/a.jpg", type: "file", files: 1, size: 10, stored: 3_000_000, only_here: 3_000_000 }],
  }),
  "retention.set": () => ({}),
  "store.old": () => ({ old: null }),
};

function open(answers: Answers = {}, desktop: DesktopAnswers = {}) {
  const bridge = connectFake({ ...store, ...answers }, desktop);
  useStorageView.setState({ isOpen: true, place: null });
  return {
    bridge,
    user: renderWindow(
      <>
        <StorageScreen folder="/store" />
        <MoveDialog />
        <DeleteOldDialog />
      </>,
    ),
  };
}
afterEach(cleanup);

test("tells what is in use, what can be freed and what was freed last", async () => {
  open();
  const figures = await screen.findByText("In use");
  const all = figures.closest("dl")?.textContent ?? "";
  for (const each of ["9 MB", "2 MB", "120 MB", "automatically", "50", "3 times"])
    expect(all).toContain(each);
});

test("has space freed by itself, or not", async () => {
  const { bridge, user } = open({ "gc.automatic": ({ on }) => ({ on }) });
  const box = await screen.findByRole("checkbox", { name: /^Free space by itself/ });
  expect(box.getAttribute("aria-checked")).toBe("true");
  await user.click(box);
  expect(bridge.inputsOf("gc.automatic")).toEqual([{ on: false }]);
});

test("lists the labels with what only they need, and goes into their folders and back", async () => {
  const { user } = open();
  const row = (await screen.findByRole("button", { name: "Show what photos is made of" })).closest("tr");
  expect(row?.textContent).toBe("photos5 MB1 kB20everything");
  await user.click(screen.getByRole("button", { name: "Show what photos is made of" }));
  await user.click(await screen.findByRole("button", { name: "Show what trip is made of" }));
  expect((await screen.findByText("a.jpg")).closest("tr")?.textContent).toBe("a.jpg3 MB3 MB");
  await user.click(screen.getByRole("button", { name: "All labels" }));
  expect(await screen.findByRole("button", { name: "Show what notes is made of" })).toBeTruthy();
});

test("tells what a retention would free as its control moves, and sets it only when it is applied", async () => {
  const { bridge, user } = open();
  const simulator = within(await screen.findByRole("region", { name: "Try a retention" }));
  await user.selectOptions(simulator.getByRole("combobox", { name: "Of" }), "photos");
  expect(await simulator.findByText("10 MB would become free")).toBeTruthy();
  expect(simulator.getByText("10 of 20 moves would go")).toBeTruthy();
  await user.click(simulator.getByRole("radio", { name: "Everything" }));
  expect(await simulator.findByText("No move would go")).toBeTruthy();
  expect(bridge.inputsOf("space.simulate").at(-1)).toMatchObject({
    label: "photos",
    retention: { keep: "everything" },
  });
  expect(bridge.inputsOf("retention.set")).toEqual([]);
  await user.click(simulator.getByRole("radio", { name: "Latest moves" }));
  await user.click(simulator.getByRole("button", { name: "Apply" }));
  await expect.poll(toldTexts).toEqual(["The retention of photos is set"]);
  expect(bridge.inputsOf("retention.set")).toEqual([
    { label: "photos", retention: { keep: "last", moves: 10 } },
  ]);
});

test("asks before it frees anything", async () => {
  const { bridge, user } = open();
  await user.click(await screen.findByRole("button", { name: "Free space now…" }));
  expect(useDialogs.getState().open).toEqual({ name: "free-space", deletedToo: false });
  expect(bridge.inputsOf("gc")).toEqual([]);
});

test("says why it cannot be told, and asks again", async () => {
  let isBroken = true;
  const { user } = open({
    space: () => {
      if (isBroken) throw failure("MissingObject", "An object is gone.");
      return space;
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("An object is gone.");
  isBroken = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("In use")).toBeTruthy();
});

test("is left by Escape", async () => {
  const { user } = open();
  await screen.findByText("In use");
  await user.keyboard("{Escape}");
  expect(useStorageView.getState().isOpen).toBe(false);
});

test("the store moves to a chosen folder, which is asked first, and can be stopped", async () => {
  const moving = held<never>();
  const { bridge, user } = open(
    { "store.move": () => moving.promise },
    { pick: () => ({ paths: ["/new"] }) },
  );
  await user.click(await screen.findByRole("button", { name: "Move the store…" }));
  expect(bridge.desktop).toContainEqual({ do: "pick", what: "new-place" });
  expect(useDialogs.getState().open).toEqual({ name: "move-store", to: "/new" });
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Move the store" }));
  const { call = "" } = bridge.asked.find(({ name }) => name === "store.move") ?? {};
  const progress = { command: "store.move", phase: "verifying", done: 1, total: 4 } as const;
  act(() => bridge.tell({ type: "progress", call, progress }));
  expect((await screen.findByRole("progressbar")).getAttribute("aria-valuenow")).toBe("25");
  screen.getByText("Checking the copy…");
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(bridge.controlled).toEqual([[call, "cancel"]]);
  moving.fail(failure("Cancelled"));
  expect(bridge.inputsOf("store.move")).toEqual([{ to: "/new" }]);
  await screen.findByRole("button", { name: "Move the store" });
});

test("what the store left in its old place is told, and deleted when that is confirmed", async () => {
  let old: { folder: string; bytes: number } | null = { folder: "/old", bytes: 3_000_000 };
  const { bridge, user } = open({
    "store.old": () => ({ old }),
    "store.delete_old": () => {
      const was = old;
      old = null;
      return { old: was };
    },
  });
  await screen.findByText("The old one is still at /old and takes 3 MB.");
  await user.click(screen.getByRole("button", { name: "Delete the old one…" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/^This gives 3 MB back/);
  expect(bridge.inputsOf("store.delete_old")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Delete the old one" }));
  await expect.poll(() => screen.queryByText(/^The old one is still at/)).toBeNull();
  expect(toldTexts()).toEqual(["The old store is deleted: 3 MB freed"]);
});
