// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AppInfo } from "../../electron/bridge.ts";
import { client } from "../api/client.ts";
import { infoQuery, labelQuery } from "../api/queries.ts";
import { ImportFlow } from "../features/import/import-flow.tsx";
import { KeysDialog } from "../features/settings/keys-dialog.tsx";
import { SettingsDialog } from "../features/settings/settings-dialog.tsx";
import { useExport } from "../model/export/export.ts";
import { useImports } from "../model/import/imports.ts";
import { useDialogs } from "../state/dialogs.ts";
import { useNotices } from "../state/notices.ts";
import { DIALOGS, type DialogCase } from "../testing/dialog-cases.ts";
import {
  type Answers,
  type Asked,
  connectFake,
  type DesktopAnswers,
  failure,
  held,
} from "../testing/fake-bridge.ts";
import { pressEnter, renderWindow } from "../testing/render.tsx";
import { labelOf, mountOf, mountStateOf } from "../testing/samples.ts";
import { Dialogs } from "./dialogs.tsx";
import { RecoveredDialog } from "./recovered-dialog.tsx";

const info: AppInfo = {
  version: "1",
  platform: "linux",
  store: { type: "store", state: "ready", folder: "/store" },
  defaultStore: "/store",
  settings: { store: null, theme: "system", http: { on: false, port: 7717 } },
  interrupted: [],
  open: [],
};

/** A store with one label that has a folder, and one working copy of it; no path is taken, and no asked name exists. */
const store: Answers = {
  labels: ({ label }) => ({ labels: label === "work" ? [labelOf({ folder: "/home" })] : [], total: 1 }),
  status: () => ({
    writable: true,
    bytes: 1,
    scrub: { on: true, last: null, packs: 1, recent: 0, share: 0, findings: [] },
  }),
  history: () => ({ entries: [], total: 0, moves: 0, jumps: [] }),
  changes: () => ({ total: 0, entries: [], counts: { added: 0, modified: 0, removed: 0, bytes: 0 } }),
  tree: () => {
    throw failure("ENOENT");
  },
  preflight: () => ({
    label: "work",
    real_name: "work",
    head: "b0" as never,
    counts: { added: 1, modified: 0, removed: 0 },
    ...{ files: 1, bytes: 1, to_read: 1, changes: [], warnings: [], skipped: [], undoing: null },
  }),
  import: () => held<never>().promise,
  "mount.list": () => ({ mounts: [mountOf()] }),
  "mount.snapshot": () => mountStateOf(),
  "mount.mkdir": () => ({}),
  "label.ignore": () => ({}),
  "undo.preview": () => ({ undo: null, redo: null }),
};
const desktop: DesktopAnswers = {
  info: () => info,
  look: () => ({ exists: false, type: null }),
  pick: () => ({ paths: ["/out"] }),
};

beforeEach(() => {
  useExport.setState({ state: { step: "asking" } });
  useImports.setState({ running: null, waiting: [], receipt: null, failed: null });
});
afterEach(cleanup);

/** Opens a dialog by a button of the window, and goes to the step. */
async function open({ request, answers: own, setUp, via = [] }: DialogCase) {
  const answers = { ...store, ...own };
  const bridge = connectFake(answers, desktop);
  await Promise.all([client.prefetchQuery(infoQuery()), client.prefetchQuery(labelQuery("work"))]);
  const user = renderWindow(
    <>
      <button type="button" onClick={() => useDialogs.getState().show(request)}>
        opener
      </button>
      <Dialogs />
      <ImportFlow />
      <SettingsDialog />
      <KeysDialog />
      <RecoveredDialog />
    </>,
  );
  act(() => setUp?.());
  await user.click(screen.getByRole("button", { name: "opener" }));
  for (const button of via) await user.click(await screen.findByRole("button", { name: button }));
  return { bridge, user, answers, before: bridge.asked.length };
}

/** Whether a command was asked for in earnest, not to tell what it would do. */
const isDone = ({ input }: Asked) => !(input as { dry_run?: boolean }).dry_run;
const isOpen = ({ request }: DialogCase) => useDialogs.getState().open?.name === request.name;
const dialog = () => screen.findByRole("dialog");
/** Gives what is told of a failure that is not about the open dialog: at the window's edge, or in a dialog of its own. */
const told = () =>
  [
    ...useNotices.getState().notices.map(({ error }) => error?.message),
    screen.queryByRole("dialog")?.textContent,
  ].join("\n");

/** Returns the element that has the focus at first; where two have its name, the one that is not the cross at the top. */
function firstOf(shown: HTMLElement, focus: DialogCase["focus"]): HTMLElement | undefined {
  return focus === null ? shown : within(shown).queryAllByRole(focus[0], { name: focus[1] }).at(-1);
}

/** Waits until the dialog has what it shows, and the focus where it is to be. */
async function ready({ focus }: DialogCase) {
  await expect
    .poll(() => {
      const [shown] = screen.queryAllByRole("dialog");
      const first = shown && firstOf(shown, focus);
      return first !== undefined && first === document.activeElement;
    })
    .toBe(true);
  await expect.poll(() => client.isFetching()).toBe(0);
  return await dialog();
}

/** Waits until a dialog is gone and what opened it has the focus again. */
async function returned() {
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await expect.poll(() => document.activeElement?.textContent).toBe("opener");
}

const cases = Object.values(DIALOGS).flat();

describe.each(cases.map((each) => [[each.request.name, each.at].filter(Boolean).join(": "), each] as const))(
  "%s",
  (_name, dialogCase) => {
    const { enter, focus, staysOpen = false, shows, work } = dialogCase;

    test("begins in the right place, and Tab goes around inside, both ways", async () => {
      const { user } = await open(dialogCase);
      const shown = await ready(dialogCase);
      const stops: (Element | null)[] = [];
      do {
        await user.tab();
        expect(shown.contains(document.activeElement)).toBe(true);
        stops.push(document.activeElement);
      } while (stops.length < 2 || stops.at(-1) !== stops[0]);
      // Every button is on the way, and the way back is the same.
      for (const button of within(shown).queryAllByRole("button"))
        expect(button.hasAttribute("disabled") || stops.includes(button)).toBe(true);
      for (const stop of stops.slice(0, -1).reverse()) {
        await user.tab({ shift: true });
        expect(document.activeElement).toBe(stop);
      }
    });

    test(staysOpen ? "stays at Escape" : "is closed by Escape, with nothing done", async () => {
      const { bridge, user, before } = await open(dialogCase);
      const shown = await ready(dialogCase);
      await user.keyboard("{Escape}");
      if (staysOpen) {
        expect(shown.isConnected && isOpen(dialogCase)).toBe(true);
        return;
      }
      await returned();
      expect(isOpen(dialogCase)).toBe(false);
      const done = bridge.asked
        .slice(before)
        .filter(isDone)
        .map((asked) => asked.name);
      expect(done).not.toContain(work?.command ?? "import");
    });

    if (enter !== "does")
      test(`Enter at first: ${enter}`, async () => {
        const { bridge, user, before } = await open(dialogCase);
        await ready(dialogCase);
        await pressEnter(user);
        if (enter === "closes") await returned();
        else expect(isOpen(dialogCase)).toBe(true);
        if (enter === "goes back") expect(firstOf(await dialog(), focus)).toBeUndefined();
        if (work !== undefined)
          expect(
            bridge.asked
              .slice(before)
              .filter(isDone)
              .map((asked) => asked.name),
          ).not.toContain(work.command);
      });

    if (shows !== undefined) {
      const { command, button, meanwhile } = shows;
      const named = (name: string) => screen.queryByRole("button", { name });
      const canPress = (name: string) => named(name)?.hasAttribute("disabled") === false;
      /** Opens the dialog over a store that answers its question so. */
      const openWith = async (answer: () => never | Promise<never>) => {
        const answers: Answers = { ...store, ...dialogCase.answers };
        const opened = await open({ ...dialogCase, answers: { [command]: answer } });
        await expect.poll(() => opened.bridge.inputsOf(command).length).toBeGreaterThan(0);
        return { ...opened, recover: () => Object.assign(opened.answers, { [command]: answers[command] }) };
      };

      test("is usable while what it shows is on its way", async () => {
        const { user } = await openWith(() => held<never>().promise);
        const shown = await dialog();
        await expect.poll(() => shown.contains(document.activeElement)).toBe(true);
        if (meanwhile !== undefined) expect(canPress(meanwhile)).toBe(true);
        if (button !== undefined) expect(canPress(button)).toBe(false);
        await user.keyboard("{Escape}");
        await returned();
      });

      test("says why what it shows cannot be had, and asks for it again", async () => {
        const { user, recover } = await openWith(() => {
          throw failure("CorruptPack", "A pack is gone.");
        });
        const alert = await screen.findByRole("alert");
        expect(alert.textContent).toContain("A pack is gone.");
        expect((await dialog()).contains(alert)).toBe(true);
        for (const name of [button, meanwhile]) if (name !== undefined) expect(canPress(name)).toBe(false);
        recover();
        await user.click(within(alert).getByRole("button", { name: "Try again" }));
        await expect.poll(() => screen.queryByRole("alert")).toBeNull();
        if (button !== undefined) await expect.poll(() => canPress(button)).toBe(true);
        expect((await dialog()).contains(document.activeElement)).toBe(true);
      });
    }

    if (work === undefined) return;
    const { command, button, typed, answer = {}, leadsTo, backBy, goesAhead = false } = work;

    /** Types what is needed and does it: by Enter where that does it, else by the button. */
    const doIt = async (user: ReturnType<typeof renderWindow>) => {
      const field = firstOf(await dialog(), focus);
      if (typed !== undefined && field !== undefined) {
        await user.clear(field);
        await user.type(field, typed);
      }
      if (enter === "does") await pressEnter(user);
      else await user.click(screen.getByRole("button", { name: button }));
    };
    const worked = (bridge: ReturnType<typeof connectFake>, before: number) =>
      bridge.asked.slice(before).filter((asked) => asked.name === command && isDone(asked)).length;

    test("does it once, and is gone or at the next step when that is done", async () => {
      const { bridge, user, answers, before } = await open(dialogCase);
      await ready(dialogCase);
      Object.assign(answers, { [command]: () => answer });
      await doIt(user);
      await expect.poll(() => worked(bridge, before)).toBe(1);
      if (leadsTo !== undefined) await screen.findByRole("button", { name: leadsTo });
      else await expect.poll(() => isOpen(dialogCase)).toBe(false);
      if (useDialogs.getState().open === null) await returned();
      else expect((await dialog()).contains(document.activeElement)).toBe(true);
    });

    test("cannot be asked twice while it is under way", async () => {
      const { bridge, user, answers, before } = await open(dialogCase);
      await ready(dialogCase);
      Object.assign(answers, { [command]: () => held<never>().promise });
      await doIt(user);
      await expect.poll(() => worked(bridge, before)).toBe(1);
      if (goesAhead) return await returned();
      await expect
        .poll(() => screen.queryByRole("button", { name: button })?.hasAttribute("disabled") ?? true)
        .toBe(true);
      await expect.poll(async () => (await dialog()).contains(document.activeElement)).toBe(true);
      const form = (await dialog()).querySelector("form");
      if (form !== null) fireEvent.submit(form);
      expect(worked(bridge, before)).toBe(1);
    });

    const fails = goesAhead ? "is told" : "stands in the dialog, which stays, and it can be done again";
    test(`a failure ${fails}`, async () => {
      const { bridge, user, answers, before } = await open(dialogCase);
      await ready(dialogCase);
      Object.assign(answers, {
        [command]: () => {
          throw failure("DiskFull", "The disk is full.");
        },
      });
      await doIt(user);
      if (goesAhead) return await expect.poll(told).toContain("The disk is full.");
      const alert = await screen.findByRole("alert");
      expect(alert.textContent).toContain("The disk is full.");
      const shown = await dialog();
      expect(shown.contains(alert) && isOpen(dialogCase)).toBe(true);
      await expect.poll(() => shown.contains(document.activeElement)).toBe(true);
      Object.assign(answers, { [command]: () => answer });
      const retry = within(alert).queryByRole("button", { name: "Try again" });
      if (retry !== null) await user.click(retry);
      else {
        if (backBy !== undefined) await user.click(screen.getByRole("button", { name: backBy }));
        firstOf(shown, focus)?.focus();
        await doIt(user);
      }
      await expect.poll(() => worked(bridge, before)).toBe(2);
    });

    if (typed === undefined) return;

    test("cannot be asked for before something is typed", async () => {
      const { bridge, user, before } = await open(dialogCase);
      await ready(dialogCase);
      expect(screen.getByRole("button", { name: button }).hasAttribute("disabled")).toBe(true);
      await pressEnter(user);
      expect([worked(bridge, before), isOpen(dialogCase)]).toEqual([0, true]);
    });
  },
);
