import { asAppError } from "../../api/bridge.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";

type ProtectedRequest = Extract<DialogRequest, { name: "protected" }>;

/**
 * Moves a label. If it is protected, asks the user first and then moves it with the
 * override; returns undefined if the user declines. `asks.does` is the sentence about the effect, `asks.button` the button's text.
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
