// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { FreeSpaceDialog } from "./free-space-dialog.tsx";

test("a collection that is stopped says what was freed by then", async () => {
  const collecting = held<never>();
  let size = 9_000_000;
  const plan = { deleted: 5, pruned_entries: 2, freed_bytes: 4_000_000, labels: [], notes: [], stuck: [] };
  const bridge = connectFake({
    gc: ({ dry_run }) =>
      dry_run ? { ...plan, packs: { dropped: 2, rewritten: 0, stay: 1 } } : collecting.promise,
    status: () => ({ writable: true, bytes: size }),
  });
  useDialogs.getState().show({ name: "free-space", deletedToo: false });
  const user = renderWindow(<FreeSpaceDialog />);
  await screen.findByText("About 4 MB would become free.");
  await user.click(screen.getByRole("button", { name: "Free space" }));
  await expect.poll(() => bridge.inputsOf("gc").length).toBe(2);
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(bridge.controlled.map(([, action]) => action)).toEqual(["cancel"]);
  size = 7_500_000;
  collecting.fail(failure("Cancelled"));
  await screen.findByText(/^1\.5 MB were freed by then, and stay free\./);
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(useDialogs.getState().open).toBeNull();
});
