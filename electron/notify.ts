import { type BrowserWindow, Notification } from "electron";
import * as z from "zod/mini";
import type { Ended } from "./calls.ts";
import { showWindow } from "./window.ts";
import { words } from "./words.ts";

const asked = z.object({ label: z.string() });
const count = z.number();
const report = z.object({
  moved: z.boolean(),
  files: count,
  changes: z.object({ added: count, modified: count, removed: count }),
});

/** Notifies of the end of an import when the window has no focus. */
export function notifyOfImport({ name, input, reply }: Ended, window: BrowserWindow | undefined): void {
  if (name !== "import" || window === undefined || window.isFocused() || !Notification.isSupported()) return;
  const label = asked.safeParse(input).data?.label;
  if (label === undefined || (!reply.ok && reply.error.code === "Cancelled")) return;
  const { title, body } = reply.ok ? succeeded(label, reply.value) : failed(label, reply.error.message);
  const notification = new Notification({ title, body: withoutMarkup(body) });
  notification.on("click", () => {
    if (!window.isDestroyed()) showWindow(window);
  });
  notification.show();
}

function succeeded(label: string, value: unknown) {
  const { title, changed, unchanged } = words.imported;
  const parsed = report.safeParse(value).data;
  const body = parsed?.moved ? changed(parsed.files, parsed.changes) : unchanged;
  return { title: title(label), body };
}

function failed(label: string, message: string) {
  return { title: words.imported.failed(label), body: message };
}

/** Replaces angle brackets: Linux desktops render HTML, and file names may hold any text. */
function withoutMarkup(body: string): string {
  return body.replaceAll("<", "‹").replaceAll(">", "›");
}
