import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** Makes the index again if it is damaged, as is `certain` or to be found out; tells whether it was. */
export async function mendIndex(
  store: OpenedStore,
  certain: boolean,
  { reload }: Pick<OperationContext, "reload">,
): Promise<boolean> {
  if (!store.mendIndex(certain)) return false;
  reload();
  return true;
}
