// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake, type FakeBridge, failure } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { RetentionDialog } from "./retention-dialog.tsx";

const everything = { keep: "everything" } as const;
let bridge: FakeBridge;

/** Opens the dialog of the label work. */
function open() {
  const user = renderWindow(<RetentionDialog />);
  act(() => useDialogs.getState().show({ name: "retention", label: "work" }));
  return user;
}

beforeEach(() => {
  bridge = connectFake({
    "retention.show": () => ({
      store: everything,
      labels: [{ label: "work", retention: everything, own: false }],
    }),
    "retention.preview": ({ retention }) => ({
      moves: 1204,
      dropped: retention?.keep === "last" ? 1204 - retention.moves : 0,
      kept: 12,
    }),
    "retention.set": () => ({}),
  });
});

test("says what would go as the numbers are typed, and sets that", async () => {
  const user = open();
  await screen.findByText("No move would go; 12 kept moves stay.");
  await user.click(screen.getByRole("radio", { name: "The latest moves" }));
  const field = screen.getByRole("textbox", { name: "Moves" });
  await user.clear(field);
  expect(screen.getByText("A whole number from 1 to 1,000,000")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Save" }).hasAttribute("disabled")).toBe(true);
  await user.type(field, "892");
  await screen.findByText("312 of 1,204 moves would go at the next garbage collection; 12 kept moves stay.");
  screen.getByText("Nothing goes before the next garbage collection.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(bridge.inputsOf("retention.set")).toEqual([
    { label: "work", retention: { keep: "last", moves: 892 } },
  ]);
});

test("opens on a damaged retention, says so, and sets another", async () => {
  bridge = connectFake({
    "retention.show": () => {
      throw failure("DatabaseDamaged", "The retention of the label work is not one.");
    },
    "retention.preview": () => ({ moves: 1, dropped: 0, kept: 0 }),
    "retention.set": () => ({}),
  });
  const user = open();
  expect((await screen.findByRole("alert")).textContent).toContain(
    "The retention of the label work is not one.",
  );
  await user.click(screen.getByRole("radio", { name: "Fewer the older they are" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(bridge.inputsOf("retention.set")).toEqual([
    {
      label: "work",
      retention: { keep: "ladder", last: 10, hourly: 48, daily: 7, weekly: 4, monthly: 24, yearly: 3 },
    },
  ]);
});
