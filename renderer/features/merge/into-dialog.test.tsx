// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { labelOf, mergeOf } from "../../testing/samples.ts";
import { IntoDialog } from "./into-dialog.tsx";

beforeEach(() => {
  // A window without a layout measures nothing.
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 300 });
});
afterEach(() => {
  cleanup();
  Reflect.deleteProperty(HTMLElement.prototype, "clientHeight");
});

test("the proposed label comes first, even where it is not among those that are listed, and is merged into", async () => {
  const listed = ["new", "other", "work"].map((name) => labelOf({ name }));
  const bridge = connectFake({
    labels: () => ({ labels: listed, total: listed.length }),
    "merge.start": () => ({ ...mergeOf(), resumed: false }),
  });
  const user = renderWindow(<IntoDialog />);
  act(() =>
    useDialogs
      .getState()
      .show({ name: "merge-into", label: "other", index: null, title: "other", into: "far" }),
  );
  await screen.findByText("new");
  const options = screen.getAllByRole("option");
  expect(options.map(({ textContent }) => textContent)).toEqual(["far", "new", "work"]);
  expect(screen.getByRole("option", { selected: true }).textContent).toBe("far");
  await user.click(screen.getByRole("button", { name: "Start merge" }));
  expect(bridge.inputsOf("merge.start")).toEqual([{ ours: "far", theirs: "other", label: "far" }]);
});
