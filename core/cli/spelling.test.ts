import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const [NFC, NFD] = ["caf\u00e9", "cafe\u0301"];
const cwd = temporaryFolder();
const strata = (...argv: string[]) => runHere(argv, { cwd, env: { STRATA_STORE: "store" } });

// Written into a working copy, since not every disk keeps both spellings apart.
beforeAll(async () => {
  writeTree(cwd, { "seed/plain": "p" });
  await strata("import", "seed", "--label", "x");
  await strata("mount", "open", "x", "--name", "m");
  const store = new StoreHandle(join(cwd, "store"), { surface: "cli" });
  const write = (path: string, text: string) =>
    invoke(registry, "mount.write", { mount: "m", path, text }, { store });
  for (const path of [`${NFD}/in`, "twice", "twins"])
    await invoke(registry, "mount.mkdir", { mount: "m", path }, { store });
  await write(`${NFD}/in/${NFC}.txt`, "decomposed folder");
  await write(`twice/${NFC}`, "composed");
  await write(`twice/${NFD}`, "decomposed");
  await write(`twins/${NFD}-${NFC}`, "1");
  await write(`twins/${NFC}-${NFD}`, "2");
  await store.close();
  expect(await strata("mount", "push", "m")).toMatchObject({ code: 0 });
});

describe("a path whose accents are encoded in another way", () => {
  it("N14: is found where one path alone can be meant", async () => {
    for (const folder of [NFC, NFD]) {
      expect(await strata("cat", `x:${folder}/in/${NFC}.txt`)).toMatchObject({ all: "decomposed folder" });
      expect((await strata("tree", `x:${folder}`)).all).toContain(`${NFD}/in/`);
      expect((await strata("find", `x:${folder}`, "*.txt")).all).toContain(`${NFD}/in/${NFC}.txt`);
      expect((await strata("diff", `x:${folder}`, `x:${folder}/in`)).code).toBe(0);
      expect((await strata("log", "x", "--path", `${folder}/in`)).all.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  it("is the one that is the same byte for byte where there is such a one", async () => {
    expect((await strata("cat", `x:twice/${NFC}`)).all).toBe("composed");
    expect((await strata("cat", `x:twice/${NFD}`)).all).toBe("decomposed");
  });

  it("is an error that tells the candidates where there are several", async () => {
    const { code, all } = await strata("cat", `x:twins/${NFC}-${NFC}`);
    expect(all).toContain(`"twins/cafe\\u0301-caf\\u00e9"`);
    expect(all).toContain(`"twins/caf\\u00e9-cafe\\u0301"`);
    expect(code).toBe(1);
  });

  it("is matched by a pattern all the same", async () => {
    for (const pattern of [NFC, NFD, `${NFC}*`, `/twice/${NFD}`]) {
      const { all } = await strata("find", "x", pattern);
      expect(all).toContain(`twice/${NFC}\n`);
      expect(all).toContain(`twice/${NFD}\n`);
    }
  });
});

it("a history of a path that was never there says so", async () => {
  const { code, all } = await strata("log", "x", "--path", "plian");
  expect(all).toBe(
    'strata: "plian" was never in x, as far as its history is kept. Find it by a part of its name: strata find x "plian"\n',
  );
  expect(code).toBe(1);
  expect(await strata("log", "x", "--path", "plain")).toMatchObject({ code: 0 });
});
