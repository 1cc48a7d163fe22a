import { QueryClient } from "@tanstack/react-query";
import { useOpened } from "../state/opened.ts";
import { onAppEvent } from "./bridge.ts";

/** The cache of everything that the window knows of the store. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The main process says when something changed; there is no server that could come back.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: false,
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Marks as stale what an event says is no longer so: the one place that knows which answers depend on what. */
export function followEvents(): () => void {
  return onAppEvent((event) => {
    if (event.type === "moved") {
      void client.invalidateQueries({ queryKey: ["labels"] });
      void client.invalidateQueries({ queryKey: ["status"] });
      // Whether a working copy can be pushed depends on where its label is.
      void client.invalidateQueries({ queryKey: ["mounts"] });
      // A rename changes which history a name stands for.
      const keys =
        event.op === "rename"
          ? [["label"], ["history"]]
          : [
              ["label", event.label],
              ["history", event.label],
            ];
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    } else if (event.type === "labels") {
      void client.invalidateQueries({ queryKey: ["labels"] });
      void client.invalidateQueries({ queryKey: ["label"] });
    } else if (event.type === "mounts") {
      void client.invalidateQueries({ queryKey: ["mounts"] });
    } else if (event.type === "store") {
      void client.invalidateQueries({ queryKey: ["info"] });
      if (event.state === "ready")
        void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "info" });
    } else if (event.type === "open") useOpened.getState().add(event.paths);
    else if (event.type === "settings") void client.invalidateQueries({ queryKey: ["info"] });
  });
}
