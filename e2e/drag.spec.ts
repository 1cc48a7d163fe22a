import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { expect, invoke, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

/** Notes what the app hands to the desktop: the desktop's own part cannot be played without a person's hand. */
async function watchDrags(app: ElectronApplication): Promise<() => Promise<string | undefined>> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    Object.assign(contents ?? {}, {
      startDrag: ({ file }: { file: string }) => Object.assign(globalThis, { dragged: file }),
    });
  });
  return () => app.evaluate(() => (globalThis as { dragged?: string }).dragged);
}

test("files and folders are dragged out of the window", async ({ launch, scratch }) => {
  const folder = writeFiles(join(scratch, "notes"), { "a.txt": "the content of a\n", "below/b.txt": "b\n" });
  const { app, page, close } = await launch();
  await invoke(page, "import", { paths: [folder], label: "notes" });
  const dragged = await watchDrags(app);
  const row = (path: string) => page.locator(`[data-screen="files"] [data-path="${path}"]`);

  await row("a.txt").dispatchEvent("dragstart");
  await expect.poll(async () => basename((await dragged()) ?? "")).toBe("a.txt");
  const file = (await dragged()) ?? "";
  expect(readFileSync(file, "utf8")).toBe("the content of a\n");

  await row("below").dispatchEvent("dragstart");
  await expect.poll(async () => basename((await dragged()) ?? "")).toBe("below");
  const below = (await dragged()) ?? "";
  expect(readFileSync(join(below, "b.txt"), "utf8")).toBe("b\n");

  await close();
  expect(existsSync(file)).toBe(false);
});
