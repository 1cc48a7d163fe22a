import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultStoreFolder } from "../api/store-location.ts";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { startStrata } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { asReader, canBecomeReader } from "../testing/repositories.ts";
import { canMount, SmallDisk } from "../testing/small-disk.ts";
import { seededBytes } from "../testing/trees.ts";

let made: string;
let root: string;
let store: string;

beforeAll(async () => {
  const folder = temporaryFolder();
  made = join(folder, "store");
  writeTree(join(folder, "files"), { "a.bin": seededBytes(1, 1_500_000), b: "b" });
  await runStrataJson(["import", join(folder, "files"), "--label", "work", "--store", made]);
});

beforeEach(() => {
  root = temporaryFolder();
  store = join(root, "store");
  cpSync(made, store, { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const strata = (...args: string[]) => runStrata([...args, "--store", store]);
const move = (to: string, ...args: string[]) => strata("store", "move", to, ...args);

describe("strata store move", () => {
  it("tells where the store is now, what is left, and deletes that when it is asked to", async () => {
    const to = join(root, "new");
    const { code, stdout } = await move(to);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^The store is at .*\/new now\n {2}Everything in it was checked\n {2}The old one is still at .*\/store and takes [\d.]+ MiB;\n/,
      ),
    ]);
    const old = await strata("labels");
    expect([old.code, old.stderr]).toEqual([1, expect.stringContaining(`has moved to ${to}`)]);
    expect((await runStrata(["verify", "--store", to])).code).toBe(0);
    expect((await runStrata(["store", "old", "--store", to])).stdout).toMatch(
      /^The old one is still at .*\/store and takes/,
    );
    const deleting = ["store", "delete-old", "--store", to];
    expect((await runStrata(deleting)).stdout).toMatch(
      /^Deleted what was left at .*\/store, which gives [\d.]+ MiB back\n$/,
    );
    expect((await runStrata(deleting)).stdout).toBe("Nothing is left of the store in another place\n");
    expect(readdirSync(store)).toEqual(["store.json"]);
  });

  it("deletes the old one at once with --delete-old", async () => {
    const to = join(root, "new");
    expect(JSON.parse((await move(to, "--delete-old", "--json")).stdout)).toMatchObject({
      from: store,
      to,
      problems: 0,
      old: { folder: store, bytes: expect.any(Number) },
      old_deleted: true,
    });
    expect(readdirSync(store)).toEqual(["store.json"]);
  });

  it("is followed where no store is named: the default one is where it went", async () => {
    for (const name of ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"]) vi.stubEnv(name, join(root, "home"));
    const byDefault = (...args: string[]) => runStrata(args, { env: { STRATA_STORE: "" } });
    const to = join(root, "new");
    const usual = defaultStoreFolder();
    cpSync(store, usual, { recursive: true });
    expect((await byDefault("store", "move", to)).code).toBe(0);
    expect(JSON.parse((await byDefault("status", "--json")).stdout)).toMatchObject({ store: to, labels: 1 });
    const named = await runStrata(["status"], { env: { STRATA_STORE: usual } });
    expect([named.code, named.stderr]).toEqual([1, expect.stringContaining(`has moved to ${to}`)]);
  });

  it.each<[string, (root: string) => string, string]>([
    ["its own folder", () => store, "BadInput"],
    ["a folder inside of it", () => join(store, "packs", "new"), "BadInput"],
    ["the folder that it is in", () => root, "ENOTEMPTY"],
    ["a file", () => join(store, "store.json"), "BadInput"],
    ["a file elsewhere", (beside) => writeFileAt(join(beside, "file")), "ENOTDIR"],
    ["a folder with something in it", (beside) => writeFileAt(join(beside, "full", "x"), ".."), "ENOTEMPTY"],
    ["the folder of another store", (beside) => copyAt(join(beside, "other")), "ENOTEMPTY"],
    ["a place below a file", (beside) => join(writeFileAt(join(beside, "f")), "new"), "ENOTDIR"],
  ])("refuses %s, and changes nothing", async (_, place, code) => {
    const to = place(root);
    const result = await move(to, "--json");
    expect(result.code).not.toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code } });
    expect((await strata("verify")).code).toBe(0);
    expect(readdirSync(store).filter((name) => name === "arriving.json")).toEqual([]);
  });

  it("refuses where there is no store, and a word too many", async () => {
    const none = await runStrata(["store", "move", join(root, "new"), "--store", join(root, "none")]);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("There is no store")]);
    expect((await move("a", "b")).code).toBe(2);
    expect((await strata("store", "move")).code).toBe(2);
  });

  it("stops in order at Ctrl-C, and leaves nothing", async () => {
    const to = join(root, "new");
    const { process: child, result } = startStrata(["store", "move", to, "--store", store, "--json"]);
    child.kill("SIGINT");
    await result;
    // Either it was stopped, or it had moved by then.
    const at = existsSync(to) ? to : store;
    expect((await runStrata(["verify", "--store", at])).code).toBe(0);
  });

  it.skipIf(!canMount)(
    "refuses a disk without enough room before it writes anything, and moves from a full one",
    async () => {
      const disk = new SmallDisk();
      try {
        mkdirSync(join(disk.path, "empty"));
        disk.fill();
        const refused = await move(join(disk.path, "new"), "--json");
        expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "DiskFull" } });
        expect(existsSync(join(disk.path, "new"))).toBe(false);
        rmSync(join(disk.path, "fill"));
        expect((await move(join(disk.path, "new"))).code).toBe(0);
        // From another file system, on which nothing more can be written.
        disk.fill();
        const back = await runStrata([
          "store",
          "move",
          join(root, "back"),
          "--store",
          join(disk.path, "new"),
        ]);
        expect([back.stderr, back.code]).toEqual(["", 0]);
        expect((await runStrata(["verify", "--store", join(root, "back")])).code).toBe(0);
      } finally {
        disk.remove();
      }
    },
  );

  it.skipIf(!canBecomeReader)(
    "refuses a store that may not be written, and a place that may not",
    async () => {
      const moving = (from: string, to: string) => `
      const refusal = (work) => work.then(() => "none", ({ code }) => code);
      const own = ${from};
      console.log(JSON.stringify(await refusal(own.moveTo(${to}))));`;
      const free = join(temporaryFolder(), "new");
      expect(asReader(store, moving("repository", "args[0]"), free)).toBe("StoreReadOnly");
      const open = temporaryFolder();
      chmodSync(open, 0o777);
      const own = `await Repository.open(args[0], { surface: "cli" })`;
      expect(asReader(store, moving(own, `"/strata-may-not"`), join(open, "own"))).toBe("WriteFailed");
    },
  );
});

function writeFileAt(path: string, answer = "."): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "");
  return join(path, answer === "." ? "" : answer);
}

function copyAt(path: string): string {
  cpSync(made, path, { recursive: true });
  return path;
}
