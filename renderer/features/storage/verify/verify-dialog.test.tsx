// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Repair, VerifyReport } from "../../../model/storage/store-check.ts";
import { useDialogs } from "../../../state/dialogs.ts";
import { connectFake, held } from "../../../testing/fake-bridge.ts";
import { renderWindow } from "../../../testing/render.tsx";
import { VerifyDialog } from "./verify-dialog.tsx";

const problem = {
  code: "CorruptObject",
  message: "Object 01 is damaged.",
  labels: ["work"],
  moves: [{ label: "work", seq: 4, at: 0 }],
  paths: ["a.txt", "b.txt"],
  totals: { labels: 1, moves: 3, paths: 12 },
};
const packStep = { do: "set-aside-pack", pack: "content-1.pack", bytes: 2048, kept: 5, lost: 1 } as const;
const databaseStep: Repair["steps"][number] = {
  do: "restore-database",
  asked: false,
  copy: "/c",
  copy_made_at: 0,
  known: true,
  moves: 3,
  labels: [{ label: "work", moves: 3 }],
  mounts: 1,
  merges: 0,
};
const scrub = { on: true, last: null, packs: 1, recent: 0, share: 0.5, findings: [] };

function show(plan: Partial<Repair>, outcome: Partial<Repair>) {
  const bridge = connectFake({
    verify: () => ({ ok: false, problems: [problem] }) as Partial<VerifyReport>,
    repair: ({ apply }) => (apply ? outcome : plan),
    status: () => ({ writable: true, bytes: 1, problems: [], scrub }),
    scrub: () => ({ ...scrub, on: false, read: 0 }),
  });
  useDialogs.getState().show({ name: "verify" });
  renderWindow(<VerifyDialog />);
  return bridge;
}

test("a damaged store is checked, then a repair is planned, then made", async () => {
  const bridge = show(
    { ok: false, steps: [packStep], problems: [problem], database_lost: false },
    { ok: false, steps: [packStep], problems: [problem], remaining: [problem], database_lost: false },
  );
  await screen.findByText("1 problem found");
  screen.getByText("Affects work · 3 moves · a.txt, b.txt and 10 more");
  fireEvent.click(screen.getByRole("button", { name: "Plan a repair…" }));
  await screen.findByText(/^Set aside content-1\.pack .*: 5 objects kept in a new pack, 1 lost\.$/);
  expect(bridge.inputsOf("repair")).toEqual([{}]);
  fireEvent.click(screen.getByRole("button", { name: "Repair" }));
  await screen.findByText("Repaired; 1 problem left");
  expect(bridge.inputsOf("repair")).toEqual([{}, { apply: true, restore_database: false }]);
});

test("the plan says which moves are lost with the database, and restoring it is a button of its own", async () => {
  const bridge = show(
    { ok: false, steps: [databaseStep], problems: [problem], database_lost: false },
    { ok: true, steps: [databaseStep], problems: [problem], remaining: [] },
  );
  fireEvent.click(await screen.findByRole("button", { name: "Plan a repair…" }));
  await screen.findByText("Loses 3 moves: work (3), and changes of 1 working copy or merge.");
  expect(screen.queryByRole("button", { name: "Repair" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Repair and restore the database" }));
  await screen.findByText("The store is repaired");
  expect(bridge.inputsOf("repair").at(-1)).toEqual({ apply: true, restore_database: true });
});

test("it says how much was scrubbed, and turns that off", async () => {
  const bridge = show({}, {});
  await screen.findByText("Nothing has been read yet. The whole store takes 30 days.");
  fireEvent.click(screen.getByRole("checkbox", { name: "Check a part of the store every day" }));
  await expect.poll(() => bridge.inputsOf("scrub")).toEqual([{ on: false }]);
});

test("a quick check can be had in place of a full one, and then a full one", async () => {
  const full = held<never>();
  const bridge = connectFake({
    verify: ({ quick }) =>
      quick ? ({ ok: true, objects: 1, bytes: 1 } as Partial<VerifyReport>) : full.promise,
    status: () => ({ writable: true, bytes: 1, problems: [], scrub }),
  });
  useDialogs.getState().show({ name: "verify" });
  renderWindow(<VerifyDialog />);
  fireEvent.click(await screen.findByRole("button", { name: "Only check quickly" }));
  await screen.findByText("Databases, packs and manifests were checked; contents were not read.");
  fireEvent.click(screen.getByRole("button", { name: "Check in full" }));
  await screen.findByRole("button", { name: "Pause" });
  expect(bridge.inputsOf("verify")).toEqual([{ quick: false }, { quick: true }, { quick: false }]);
});
