// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { AppError } from "../../api/bridge.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { unlessProtected } from "./protection.ts";

const asks = { does: "Delete work.", button: "Delete" };

/** A label that refuses to be moved without the override. */
function protectedMove() {
  connectFake();
  const overrides: boolean[] = [];
  const outcome = unlessProtected("work", asks, async (override) => {
    overrides.push(override);
    if (!override) throw new AppError(failure("LabelProtected"));
    return "moved";
  });
  return { overrides, outcome };
}

const asked = () => {
  const { open } = useDialogs.getState();
  return open?.name === "protected" ? open : undefined;
};

test("a label that is not protected is moved without asking", async () => {
  connectFake();
  expect(await unlessProtected("work", asks, async (override) => override)).toBe(false);
  expect(useDialogs.getState().open).toBeNull();
});

test("a protected label refuses once, a person is asked, and the override moves it", async () => {
  const { overrides, outcome } = protectedMove();
  await expect.poll(asked).toMatchObject({ label: "work", ...asks });
  expect(overrides).toEqual([false]);
  asked()?.override();
  useDialogs.getState().close();
  expect(await outcome).toBe("moved");
  expect(overrides).toEqual([false, true]);
});

test("who closes the question, or opens another dialog over it, has not meant it", async () => {
  const closed = protectedMove();
  await expect.poll(asked).toBeDefined();
  useDialogs.getState().close();
  expect(await closed.outcome).toBeUndefined();
  expect(closed.overrides).toEqual([false]);

  const replaced = protectedMove();
  await expect.poll(asked).toBeDefined();
  useDialogs.getState().show({ name: "settings" });
  expect(await replaced.outcome).toBeUndefined();
  expect(replaced.overrides).toEqual([false]);
});

test("what else is wrong is not asked about", async () => {
  connectFake();
  const outcome = unlessProtected("work", asks, async () => {
    throw new AppError(failure("LabelMoved"));
  });
  await expect(outcome).rejects.toMatchObject({ code: "LabelMoved" });
  expect(useDialogs.getState().open).toBeNull();
});
