// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { client } from "../api/client.ts";
import { labelQuery } from "../api/queries.ts";
import { type DialogRequest, useDialogs } from "../state/dialogs.ts";
import { type Answers, connectFake, held } from "../testing/fake-bridge.ts";
import { renderWindow } from "../testing/render.tsx";
import { labelOf } from "../testing/samples.ts";
import { Dialogs } from "./dialogs.tsx";

afterEach(cleanup);

async function open(request: DialogRequest, more: Answers = {}) {
  const labels: Answers["labels"] = ({ label }) => ({
    labels: label === "work" ? [labelOf()] : [],
    total: 1,
  });
  const bridge = connectFake({ labels, ...more });
  // The window shows the label that a dialog is about before it opens one.
  await client.prefetchQuery(labelQuery("work"));
  const user = renderWindow(<Dialogs />);
  act(() => useDialogs.getState().show(request));
  return { bridge, user };
}

const dialog = () => screen.findByRole("dialog");
const isOpen = () => useDialogs.getState().open !== null;

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
