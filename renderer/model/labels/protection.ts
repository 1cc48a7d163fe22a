import { asAppError } from "../../api/bridge.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";

type ProtectedRequest = Extract<DialogRequest, { name: "protected" }>;

/**
 * Moves a label; where that is protected, a person is asked first whether they mean it, and the move is made again with the
 * override. Gives undefined when they do not. `asks.does` says what would happen, `asks.button` what the button does.
 */
export async function unlessProtected<T>(
  label: string,
  asks: Pick<ProtectedRequest, "does" | "button">,
  move: (override: boolean) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await move(false);
  } catch (thrown) {
    if (asAppError(thrown).code !== "LabelProtected") throw thrown;
  }
  return (await isMeant(label, asks)) ? await move(true) : undefined;
}

function isMeant(label: string, asks: Pick<ProtectedRequest, "does" | "button">): Promise<boolean> {
  return new Promise((resolve) => {
    const request: ProtectedRequest = { name: "protected", label, ...asks, override: () => resolve(true) };
    useDialogs.getState().show(request);
    const end = useDialogs.subscribe(({ open }) => {
      if (open === request) return;
      end();
      resolve(false);
    });
  });
}
