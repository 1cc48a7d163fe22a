// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { AppInfo } from "../../electron/bridge.ts";
import { AppError } from "../api/bridge.ts";
import { client } from "../api/client.ts";
import { infoQuery, labelQuery } from "../api/queries.ts";
import { ImportFlow } from "../features/import/import-flow.tsx";
import { KeysDialog } from "../features/settings/keys-dialog.tsx";
import { SettingsDialog } from "../features/settings/settings-dialog.tsx";
import { useImports } from "../model/import/imports.ts";
import { type DialogRequest, type RecoverReport, useDialogs } from "../state/dialogs.ts";
import { connectFake, failure, held } from "../testing/fake-bridge.ts";
import { renderWindow } from "../testing/render.tsx";
import { labelOf } from "../testing/samples.ts";
import { Dialogs } from "./dialogs.tsx";
import { RecoveredDialog } from "./recovered-dialog.tsx";

afterEach(cleanup);

const info: AppInfo = {
  version: "1",
  platform: "linux",
  store: { type: "store", state: "ready", folder: "/store" },
  defaultStore: "/store",
  settings: { store: null, theme: "system" },
  interrupted: [],
  open: [],
};

const report: RecoverReport = { store: "/store", database: "restored", index: "sound", description: "sound" };

const dialogs: readonly (readonly [DialogRequest, focus: string | null])[] = [
  [{ name: "label-settings", label: "work" }, null],
  [{ name: "export", ref: "b0", title: "work", isFile: false }, "Choose location…"],
  [{ name: "left-out", title: "Left out", about: "Why", rows: [{ path: "a", reason: "a pipe" }] }, "Close"],
  [{ name: "pick-side", which: "from" }, null],
  [{ name: "verify" }, null],
  [{ name: "settings" }, null],
  [{ name: "keys" }, null],
  [{ name: "recovered", report }, null],
  [{ name: "import-failed" }, "Close"],
  [{ name: "receipt" }, null],
  [{ name: "folder-gone", label: "work", folder: "/home" }, "Choose new location…"],
];

async function open(request: DialogRequest) {
  const bridge = connectFake(
    {
      labels: ({ label }) => ({ labels: label === "work" ? [labelOf()] : [], total: 1 }),
      status: () => ({ writable: true, bytes: 1 }),
      "mount.list": () => ({ mounts: [] }),
      verify: () => held<never>().promise,
      history: () => ({ entries: [], total: 0, moves: 0 }),
    },
    { info: () => info },
  );
  const plan = { input: { paths: ["/home"], label: "work" }, isNew: false };
  useImports.setState({ failed: { plan, error: new AppError(failure("DiskFull")) }, receipt: null });
  await Promise.all([client.prefetchQuery(infoQuery()), client.prefetchQuery(labelQuery("work"))]);
  const user = renderWindow(
    <>
      <button type="button">behind</button>
      <Dialogs />
      <ImportFlow />
      <SettingsDialog />
      <KeysDialog />
      <RecoveredDialog />
    </>,
  );
  act(() => useDialogs.getState().show(request));
  return { bridge, user, dialog: await screen.findByRole("dialog") };
}

const focused = (dialog: HTMLElement) =>
  document.activeElement === dialog ? null : document.activeElement?.textContent;

test.each(dialogs)("$name has the focus when it opens, and Tab stays inside", async (request, focus) => {
  const { user, dialog } = await open(request);
  await expect.poll(() => focused(dialog)).toBe(focus);
  for (let no = 0; no < 10; no++) {
    await user.tab();
    expect(dialog.contains(document.activeElement)).toBe(true);
  }
});

test.each(dialogs)("$name is closed by Escape", async (request, focus) => {
  const { user, dialog } = await open(request);
  await expect.poll(() => focused(dialog)).toBe(focus);
  await user.keyboard("{Escape}");
  expect(useDialogs.getState().open).toBeNull();
  expect(screen.queryByRole("dialog")).toBeNull();
});
