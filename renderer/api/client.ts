import { QueryClient } from "@tanstack/react-query";

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
