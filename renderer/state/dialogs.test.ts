// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { type DialogRequest, useClose, useDialog, useDialogs } from "./dialogs.ts";

const { show, close } = useDialogs.getState();
const rename: DialogRequest = { name: "rename-label", label: "work" };

test("one dialog is open at a time, known by its name", () => {
  const { result } = renderHook(() => [useDialog("rename-label"), useDialog("keys")]);
  act(() => show(rename));
  expect(result.current).toEqual([rename, null]);
  act(() => show({ name: "keys" }));
  expect(result.current).toEqual([null, { name: "keys" }]);
  act(close);
  expect(result.current).toEqual([null, null]);
});

test("late work closes the dialog that it was begun in, not another, nor the same one opened again", () => {
  act(() => show(rename));
  const { result } = renderHook(useClose);
  for (const next of [{ name: "keys" } as const, { ...rename }]) {
    act(() => show(next));
    act(result.current);
    expect(useDialogs.getState().open).toBe(next);
  }
  act(() => show(rename));
  act(result.current);
  expect(useDialogs.getState().open).toBeNull();
});
