import { QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Bridge } from "../electron/bridge.ts";
import { connect } from "./api/bridge.ts";
import { client } from "./api/client.ts";
import { followOwnMoves } from "./api/own-moves.ts";
import { anyLabelQuery, infoQuery, labelsQuery } from "./api/queries.ts";
import { followEvents } from "./api/stale.ts";
import { App } from "./shell/app.tsx";
import { followInput } from "./state/idle.ts";
import { listOf, useLabelsView } from "./state/labels-view.ts";
import "./base.css";

declare global {
  interface Window {
    /** The preload's interface. */
    readonly strata: Bridge;
  }
}

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element");

connect(window.strata);
followEvents();
followOwnMoves();
followInput(window);
// The first screen's queries start together, not one after the other.
void client.prefetchQuery(infoQuery());
void client.prefetchQuery(anyLabelQuery());
void client.prefetchQuery(labelsQuery(listOf(useLabelsView.getState()), 0));
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Tooltip.Provider delayDuration={500} disableHoverableContent>
        <App />
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
);
