import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** Rebuilds the index if it is damaged, which it checks unless `certain`; returns whether it was. */
export async function mendIndex(
  store: OpenedStore,
  certain: boolean,
  { reload }: Pick<OperationContext, "reload">,
): Promise<boolean> {
  if (!store.mendIndex(certain)) return false;
  reload();
  return true;
}
