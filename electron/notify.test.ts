import type { BrowserWindow } from "electron";
import { beforeEach, expect, it, vi } from "vitest";
import { notifyOfImport } from "./notify.ts";
import { words } from "./words.ts";

const { shown, Notification } = vi.hoisted(() => {
  const shown: unknown[] = [];
  class Notification {
    static isSupported = () => true;
    readonly #options: unknown;
    constructor(options: unknown) {
      this.#options = options;
    }
    on() {}
    show() {
      shown.push(this.#options);
    }
  }
  return { shown, Notification };
});
vi.mock("electron", () => ({ Notification, app: {}, nativeTheme: {}, screen: {} }));

const window = (isFocused: boolean) => ({ isFocused: () => isFocused }) as unknown as BrowserWindow;
const failure = (code: "ReadFailed" | "Cancelled", message: string) =>
  ({ name: "import", input: { label: "photos" }, reply: { ok: false, error: { code, message } } }) as const;

beforeEach(() => {
  shown.length = 0;
});

it("tells of a failed import without any markup that is in a name", () => {
  notifyOfImport(failure("ReadFailed", 'no /a<a href="https://example.com">b</a>'), window(false));
  expect(shown).toEqual([
    { title: words.imported.failed("photos"), body: 'no /a‹a href="https://example.com"›b‹/a›' },
  ]);
});

it("tells nothing to who looks at the window, nor of what was cancelled", () => {
  notifyOfImport(failure("ReadFailed", "no"), window(true));
  notifyOfImport(failure("Cancelled", "no"), window(false));
  expect(shown).toEqual([]);
});
