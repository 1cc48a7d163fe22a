import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { type CommandName, registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const root = temporaryFolder();
const [old, live] = [join(root, "old"), join(root, "live")];
const store = new StoreHandle(join(root, "store"), { surface: "cli" });
let labels = 0;
/** A protected label of each test's own, which was made with `old` and forced to `live`. */
let label = "";

const call = <N extends CommandName>(name: N, input: object = {}) =>
  invoke(registry, name, { label, ...input }, { store });
const refused = (attempt: Promise<unknown>) =>
  expect(attempt).rejects.toMatchObject({
    code: "LabelProtected",
    hint: expect.stringContaining("--override"),
    data: { label },
  });
const headOf = async () => (await call("labels")).labels[0]?.ca_id;

beforeAll(async () => {
  for (const folder of [old, live]) {
    writeTree(folder, { file: folder });
    await call("import", { paths: [folder], label: folder === old ? "old" : "live" });
  }
});

afterAll(() => store.close());

beforeEach(async () => {
  label = `main${labels++}`;
  await call("label.create", { ref: "old" });
  await call("label.set", { ref: "live" });
  await call("label.protect");
});

describe("a protected label", () => {
  it.each<[CommandName, (head: unknown) => object]>([
    ["import", () => ({ paths: [old], replace: true })],
    ["push", (expected) => ({ ref: "old", expected })],
    ["push", (expected) => ({ ref: "old", expected, parents: ["old"] })],
    ["push", () => ({ ref: "old", force: true })],
    ["label.set", () => ({ ref: "old" })],
    ["reset", () => ({ ref: "old" })],
    ["undo", () => ({})],
    ["label.rename", () => ({ to: `${label}-new` })],
    ["label.delete", () => ({})],
  ])("G1: is moved by %s with an override only", async (name, input) => {
    const head = await headOf();
    await refused(call(name, input(head)));
    expect(await headOf()).toBe(head);
    await call(name, { ...input(head), override: true });
    const moved = name === "label.rename" ? `${label}-new` : label;
    expect((await call("log", { label: moved })).log).toHaveLength(3);
  });

  it("is moved by redo with an override only", async () => {
    await call("undo", { override: true });
    await refused(call("redo"));
    expect(await call("redo", { override: true })).toMatchObject({ redid: { op: "force" } });
  });

  it("G3: takes a push or reset that moves nothing", async () => {
    expect(await call("push", { ref: "live", expected: await headOf() })).toMatchObject({
      status: "unchanged",
    });
    expect(await call("push", { ref: "live" })).toMatchObject({ status: "rejected" });
    expect(await call("reset", { ref: "live" })).toMatchObject({ moved: false });
  });

  it("G4: refuses an import before it reads anything", async () => {
    await refused(call("import", { paths: [join(root, "nowhere")] }));
  });

  it("G5: is restored freely, and protected still", async () => {
    await call("label.delete", { override: true });
    await call("label.restore");
    await refused(call("label.delete"));
    await call("label.delete", { override: true });
    await call("undo");
    await refused(call("undo"));
  });

  it("G7: is listed as such until it is free, whatever else is set", async () => {
    await call("label.ignore", { patterns: ["*.o"] });
    expect((await call("labels")).labels).toMatchObject([{ protected: true, ignore: ["*.o"] }]);
    expect(await call("label.protect", { protected: false })).toEqual({ label, protected: false });
    expect((await call("labels")).labels).toMatchObject([{ protected: false, ignore: ["*.o"] }]);
    await call("label.delete");
    await expect(call("label.protect", { label: "nope" })).rejects.toMatchObject({ code: "UnknownLabel" });
  });
});
