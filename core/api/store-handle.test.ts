import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Repository } from "../repository/repository.ts";
import { StoreHandle } from "./store-handle.ts";

let folder: string;
let opened: Repository[];
let handle: StoreHandle;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-test-"));
  opened = [];
  handle = new StoreHandle(join(folder, "store"), { surface: "app", create: true }, (each) =>
    opened.push(each),
  );
});
afterEach(async () => {
  await handle.close();
  rmSync(folder, { recursive: true });
});

describe("StoreHandle", () => {
  it("opens the store once for all who need it", async () => {
    const [one, two] = await Promise.all([handle.repository(), handle.repository()]);
    expect(one).toBe(two);
    expect(opened).toEqual([one]);
  });

  it("creates the store only when it is told to", async () => {
    const careful = new StoreHandle(join(folder, "other"), { surface: "cli" });
    await expect(careful.repository()).rejects.toMatchObject({ code: "NoStore" });
    expect(existsSync(join(folder, "other"))).toBe(false);
    const created = await careful.repository({ create: true });
    expect(await careful.repository()).toBe(created);
    await careful.close();
  });

  it("tells of no repository that was closed before it was open", async () => {
    const early = handle.repository();
    await handle.close();
    await early;
    expect(opened).toEqual([]);
    const late = await handle.repository();
    expect(opened).toEqual([late]);
  });
});
