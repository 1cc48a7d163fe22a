import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AppError, asAppError } from "../api/bridge.ts";
import { infoQuery } from "../api/queries.ts";

/** The state of the store, as the window shows it. */
export type StoreView =
  | { readonly phase: "opening" }
  | { readonly phase: "ready"; readonly folder: string }
  | {
      readonly phase: "failed";
      readonly folder: string;
      readonly error: AppError;
      /** Whether it is being opened again. */
      readonly retrying: boolean;
    };

const OPENING: StoreView = { phase: "opening" };

/** Follows how the store is. While one that failed is opened again, it still is the failed one. */
export function useStoreView(): StoreView {
  const { data, error } = useQuery(infoQuery());
  const [failed, setFailed] = useState<{ folder: string; error: AppError } | null>(null);
  const store = data?.store;

  if (store?.state === "ready" && failed !== null) setFailed(null);
  if (store?.state === "failed" && store.error !== undefined && !isSame(failed, store.folder, store.error)) {
    setFailed({ folder: store.folder, error: new AppError(store.error) });
  }

  if (store === undefined) {
    return error === null
      ? OPENING
      : { phase: "failed", folder: "", error: asAppError(error), retrying: false };
  }
  if (store.state === "ready") return { phase: "ready", folder: store.folder };
  if (failed !== null && failed.folder === store.folder) {
    return { phase: "failed", ...failed, retrying: store.state === "opening" };
  }
  return OPENING;
}

function isSame(
  failed: { folder: string; error: AppError } | null,
  folder: string,
  error: { code: string; message: string },
): boolean {
  return (
    failed !== null &&
    failed.folder === folder &&
    failed.error.code === error.code &&
    failed.error.message === error.message
  );
}
