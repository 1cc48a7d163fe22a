import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render, renderHook } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { client } from "../api/client.ts";

// As long as a poll in vitest.config.ts: a busy machine takes its time.
configure({ asyncUtilTimeout: 20_000 });

/** Renders a part of the window in the place of whatever a test rendered before; returns what types and clicks in it. */
export function renderWindow(part: ReactNode) {
  cleanup();
  render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>{part}</Tooltip.Provider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

/** Runs a hook in the place of whatever a test rendered before; returns what it gives now, and what lets it go. */
export function renderState<T, P>(hook: (props: P) => T, initialProps: P) {
  cleanup();
  return renderHook(hook, {
    initialProps,
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
}

/**
 * Presses Enter as a browser takes it: in a field of a form it submits, also by a button that stands outside of the form,
 * and does not where that is disabled.
 */
export async function pressEnter(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  const { activeElement: at } = document;
  if (!(at instanceof HTMLInputElement) || at.form === null) return await user.keyboard("{Enter}");
  const { form } = at;
  const submit =
    form.querySelector("[type=submit]") ??
    document.querySelector(`[type=submit][form="${CSS.escape(form.id)}"]`);
  if (submit === null || !submit.hasAttribute("disabled")) fireEvent.submit(form);
}
