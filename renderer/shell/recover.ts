import { useMutation } from "@tanstack/react-query";
import { type AppError, ask } from "../api/bridge.ts";
import { reopenStore } from "../model/store/actions.ts";
import { type RecoverReport, useDialogs } from "../state/dialogs.ts";

/** Brings back the newest good copy of the store's database, opens the store, and tells what was done. */
export function useRecover() {
  return useMutation<RecoverReport, AppError>({
    mutationFn: () => ask("recover", {}),
    onSuccess: async (report) => {
      await reopenStore();
      useDialogs.getState().show({ name: "recovered", report });
    },
  });
}
