// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import type { CommandName } from "../../core/api/registry.ts";
import { client } from "../api/client.ts";
import { labelQuery } from "../api/queries.ts";
import { type DialogRequest, useDialogs } from "../state/dialogs.ts";
import { type Answers, connectFake, type DesktopAnswers, failure, held } from "../testing/fake-bridge.ts";
import { renderWindow } from "../testing/render.tsx";
import { labelOf, mountOf, mountStateOf } from "../testing/samples.ts";
import { Dialogs } from "./dialogs.tsx";

afterEach(cleanup);

/** Answers for every dialog: no path is taken, and no asked name exists. */
const answers: Answers = {
  labels: ({ label }) => ({ labels: label === "work" ? [labelOf({ folder: "/home" })] : [], total: 1 }),
  "mount.list": () => ({ mounts: [mountOf()] }),
  "mount.snapshot": () => mountStateOf(),
  changes: () => ({ total: 0, entries: [], counts: { added: 0, modified: 0, removed: 0, bytes: 0 } }),
  tree: () => {
    throw failure("ENOENT");
  },
  "undo.preview": () => ({ undo: null, redo: null }),
};
const desktop: DesktopAnswers = { look: () => ({ exists: false, type: null }) };

async function open(request: DialogRequest, more: Answers = {}) {
  const bridge = connectFake({ ...answers, ...more }, desktop);
  // The window shows the label that a dialog is about before it opens one.
  await client.prefetchQuery(labelQuery("work"));
  const user = renderWindow(
    <>
      <button type="button">behind</button>
      <Dialogs />
    </>,
  );
  act(() => useDialogs.getState().show(request));
  return { bridge, user };
}

const dialog = () => screen.findByRole("dialog");
const isOpen = () => useDialogs.getState().open !== null;

interface Case {
  readonly request: DialogRequest;
  /** The element that has the focus at first, by role and name. */
  readonly focus: readonly [role: string, name: RegExp];
  /** The text to type before the main action is enabled. */
  readonly typed?: string;
  /** The command that Enter asks for. */
  readonly does?: CommandName;
  /** The button that does the same. */
  readonly button?: RegExp;
}

const cases: readonly Case[] = [
  {
    request: { name: "rename-label", label: "work" },
    focus: ["textbox", /^Name/],
    typed: "other",
    does: "label.rename",
    button: /^Rename$/,
  },
  {
    request: { name: "start-label", snapshot: "b0", from: "work" },
    focus: ["textbox", /^Name/],
    typed: "other",
    does: "label.create",
    button: /^Start label$/,
  },
  {
    request: { name: "rename-copy", mount: 1 },
    focus: ["textbox", /^Name/],
    typed: "other",
    does: "mount.rename",
    button: /^Rename$/,
  },
  {
    request: { name: "working-path", mount: 1, what: "new-file", path: "docs" },
    focus: ["textbox", /^Name/],
    typed: "new.txt",
    does: "mount.write",
    button: /^Create/,
  },
  {
    request: {
      name: "restore",
      label: "work",
      snapshot: "b0",
      path: "a.txt",
      isFile: true,
      at: 1,
    },
    focus: ["button", /^Restore$/],
    does: "export",
    button: /^Restore$/,
  },
  {
    request: { name: "describe-label", label: "work", description: "" },
    focus: ["textbox", /^Description/],
  },
  {
    request: {
      name: "protected",
      label: "work",
      does: "Delete work.",
      button: "Delete",
      override: () => undefined,
    },
    focus: ["button", /^Cancel$/],
  },
  { request: { name: "push", mount: 1 }, focus: ["textbox", /^Message/] },
];

describe.each(cases)("$request.name", ({ request, focus: [role, name], typed, does, button }) => {
  const ready = async () => {
    const first = await screen.findByRole(role, { name });
    await expect.poll(() => document.activeElement).toBe(first);
    return await dialog();
  };

  test("opens with the focus in the right place, and Tab stays inside", async () => {
    const { user } = await open(request);
    const shown = await ready();
    for (let no = 0; no < 12; no++) {
      await user.tab();
      expect(shown.contains(document.activeElement)).toBe(true);
    }
    await user.tab({ shift: true });
    expect(shown.contains(document.activeElement)).toBe(true);
  });

  test("Escape closes it, and nothing was done", async () => {
    const { bridge, user } = await open(request);
    await ready();
    await user.keyboard("{Escape}");
    expect(isOpen()).toBe(false);
    expect(bridge.asked.filter(({ name: asked }) => asked === does)).toEqual([]);
  });

  if (does === undefined || button === undefined) return;

  const enter = async (user: Awaited<ReturnType<typeof open>>["user"]) => {
    if (typed !== undefined) {
      await user.clear(document.activeElement ?? document.body);
      await user.keyboard(typed);
    }
    await user.keyboard("{Enter}");
  };

  test("Enter does it, and the dialog is gone when that is done", async () => {
    const { bridge, user } = await open(request, {
      [does]: () => ({ files: 1, skipped: [], warnings: [], notes: [] }),
    });
    await ready();
    await enter(user);
    await expect.poll(() => bridge.inputsOf(does).length).toBe(1);
    await expect.poll(isOpen).toBe(false);
  });

  test("while it is done it cannot be done again", async () => {
    const doing = held<object>();
    const { bridge, user } = await open(request, { [does]: () => doing.promise });
    await ready();
    await enter(user);
    await expect.poll(() => bridge.inputsOf(does).length).toBe(1);
    const again = screen.queryByRole("button", { name: button });
    expect(again === null || again.hasAttribute("disabled")).toBe(true);
    await user.keyboard("{Enter}");
    expect(bridge.inputsOf(does)).toHaveLength(1);
  });

  test("what keeps it from being done stands in the dialog, which stays", async () => {
    const { user } = await open(request, {
      [does]: () => {
        throw failure("DiskFull", "The disk is full.");
      },
    });
    await ready();
    await enter(user);
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
    expect(isOpen()).toBe(true);
  });
});

describe("a name that no label can have", () => {
  test.each([
    ["-x", "A name cannot start with -"],
    ["a b", "Use only letters (a–z), digits, and . _ - /"],
  ])("%j is said to be none, and cannot be submitted", async (name, problem) => {
    const { bridge, user } = await open({ name: "rename-label", label: "work" });
    const field = await screen.findByRole("textbox", { name: /^Name/ });
    await user.clear(field);
    await user.type(field, `${name}{Enter}`);
    expect((await dialog()).textContent).toContain(problem);
    expect(screen.getByRole("button", { name: /^Rename$/ }).hasAttribute("disabled")).toBe(true);
    expect(bridge.inputsOf("label.rename")).toEqual([]);
  });
});

describe("a protected label", () => {
  const isProtected: Answers = { labels: () => ({ labels: [labelOf({ protected: true })], total: 1 }) };

  test("is not renamed by Enter, only by the button that says so", async () => {
    const { bridge, user } = await open(
      { name: "rename-label", label: "work" },
      { ...isProtected, "label.rename": () => ({}) },
    );
    const button = await screen.findByRole("button", { name: "Rename anyway" });
    const field = screen.getByRole("textbox", { name: /^Name/ });
    await user.clear(field);
    await user.type(field, "other{Enter}");
    expect(bridge.inputsOf("label.rename")).toEqual([]);
    await user.click(button);
    await expect
      .poll(() => bridge.inputsOf("label.rename"))
      .toEqual([{ label: "work", to: "other", override: true }]);
  });

  test("is asked about: Enter on what has the focus cancels, the button overrides once", async () => {
    let overridden = 0;
    const ask: DialogRequest = {
      name: "protected",
      label: "work",
      does: "Delete work.",
      button: "Delete",
      override: () => {
        overridden += 1;
      },
    };
    const first = await open(ask);
    await expect.poll(() => document.activeElement?.textContent).toBe("Cancel");
    await first.user.keyboard("{Enter}");
    expect([isOpen(), overridden]).toEqual([false, 0]);
    const second = await open(ask);
    await second.user.click(await screen.findByRole("button", { name: "Delete anyway" }));
    expect([isOpen(), overridden]).toEqual([false, 1]);
  });
});

test("a dialog that ends late closes only itself", async () => {
  const doing = held<object>();
  const { bridge, user } = await open(
    { name: "rename-label", label: "work" },
    { "label.rename": () => doing.promise },
  );
  const field = await screen.findByRole("textbox", { name: /^Name/ });
  await user.clear(field);
  await user.type(field, "other{Enter}");
  await expect.poll(() => bridge.inputsOf("label.rename").length).toBe(1);
  act(() => useDialogs.getState().show({ name: "describe-label", label: "work", description: "" }));
  await act(async () => doing.end({}));
  expect(useDialogs.getState().open?.name).toBe("describe-label");
});
