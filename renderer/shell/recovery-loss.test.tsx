// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AppError } from "../api/bridge.ts";
import { connectFake, failure } from "../testing/fake-bridge.ts";
import { renderWindow } from "../testing/render.tsx";
import { StoreFailure } from "./store-failure.tsx";

test("what is lost with the latest good copy is told before it is restored", async () => {
  const bridge = connectFake({
    repair: () => ({
      steps: [
        {
          ...{ do: "restore-database", asked: true, copy: "/c", copy_made_at: 0, known: true, moves: 3 },
          ...{ labels: [{ label: "work", moves: 3 }], mounts: 0, merges: 0 },
        },
      ],
    }),
  });
  renderWindow(
    <StoreFailure error={new AppError(failure("DatabaseDamaged"))} folder="/store" retrying={false} />,
  );
  await screen.findByText(/Loses 3 moves: work \(3\)\./);
  screen.getByRole("button", { name: "Restore the latest good copy" });
  expect(bridge.inputsOf("repair")).toEqual([{ restore_database: true }]);
  expect(bridge.inputsOf("recover")).toEqual([]);
});
