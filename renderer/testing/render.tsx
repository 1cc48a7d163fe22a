import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { client } from "../api/client.ts";

/** Renders a part of the window in the place of whatever a test rendered before; returns the hands of its user. */
export function renderWindow(part: ReactNode) {
  cleanup();
  render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>{part}</Tooltip.Provider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}
