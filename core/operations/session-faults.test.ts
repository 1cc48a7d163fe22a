import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { StrataError } from "../errors.ts";
import { survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { plainContext } from "../testing/operations.ts";
import { PowerLossFileWrites } from "../testing/power-loss.ts";
import { SessionStore } from "../testing/sessions.ts";
import { inlineFile, seededBytes, tree } from "../testing/trees.ts";
import { verifyStore } from "../verify/verify.ts";
import { completeSession } from "./session-complete.ts";
import { decideSession } from "./session-decisions.ts";
import { startSession } from "./session-start.ts";
import { stepSession } from "./session-steps.ts";

const ID = 1;
/** Lines that hardly compress, more than fits the loose table. */
const LONG = Buffer.from(seededBytes(9, 1_500_000)).toString("base64").replace(/.{60}/g, "$&\n").concat("\n");
const trees = {
  base: tree({ a: inlineFile("a\n"), b: inlineFile("base\n") }),
  ours: tree({ a: inlineFile("a\n"), b: inlineFile("ours\n"), n: inlineFile("n") }),
  theirs: tree({ a: inlineFile("A\n"), b: inlineFile("theirs\n") }),
};

async function start(bench: SessionStore): Promise<void> {
  const { store, context } = bench;
  const base = await bench.put(new Map(trees.base));
  const ours = await bench.push("main", new Map(trees.ours));
  const theirs = await bench.push("side", new Map(trees.theirs));
  const side = (id: typeof ours, name: string) => ({
    id,
    name,
    entry: store.labels.resolveSync(name)?.last.seq ?? null,
  });
  const request = {
    ours: side(ours, "main"),
    theirs: side(theirs, "side"),
    base: { id: base, name: "base" },
    renames: true,
    follows: { ours: true, theirs: true },
    moves: "ours" as const,
  };
  await startSession(store, request, context);
}

const typed = { at: [0, 1, 0, 1, 0, 1], kind: "conflict", decision: "typed", pieces: [LONG] };
const step = ({ store, context }: SessionStore) =>
  stepSession(store, { id: ID, steps: [{ path: "b", regions: [typed] }] }, context);
const complete = ({ store, context }: SessionStore) =>
  completeSession(store, { id: ID, message: "", override: false }, context);
const headOf = ({ store }: SessionStore) => store.labels.resolveSync("main")?.last.op;

describe("a merge on a disk that fails", () => {
  let before: string;

  beforeAll(async () => {
    const bench = new SessionStore();
    await start(bench);
    await step(bench);
    bench.store.close();
    before = bench.folder;
  });

  const copied = (files?: FaultyFileWrites) => {
    const folder = join(temporaryFolder(), "store");
    cpSync(before, folder, { recursive: true });
    return new SessionStore(folder, files);
  };

  it.each<Fault>(["ENOSPC", "EIO", "short"])(
    "with %s anywhere while it is completed stays open, moves no label, and can be completed again",
    async (fault) => {
      for (let at = 0; ; at++) {
        const files = new FaultyFileWrites(at, fault);
        const bench = copied(files);
        const outcome = await complete(bench).catch((thrown: unknown) => thrown);
        if (!files.failed) {
          expect(outcome).toMatchObject({ status: "completed" });
          expect(at).toBeGreaterThan(3);
          bench.store.close();
          return;
        }
        const where = `${fault} at call ${at} (${files.calls[at]})`;
        expect(outcome, where).toBeInstanceOf(Error);
        const { code } = outcome instanceof StrataError ? outcome : (outcome as NodeJS.ErrnoException);
        expect(["DiskFull", "WriteFailed", "ENOSPC", "EIO"], where).toContain(code);
        expect(headOf(bench), where).toBe("create");
        expect(bench.sessions.get(ID), where).toMatchObject({ outcome: null, files: { open: 0 } });
        expect(await complete(bench), where).toMatchObject({ status: "completed" });
        expect(
          (await verifyStore(bench.store, { ...plainContext(), ...bench.context })).problems,
          where,
        ).toEqual([]);
        survived("faults", "completions of merges");
        bench.store.close();
        rmSync(bench.folder, { recursive: true });
      }
    },
  );

  it("MS21: a step that finds no room changes nothing, and can be taken again", async () => {
    const bench = copied();
    const { store, sessions, context } = bench;
    const file = sessions.file(ID, "b");
    const most = Number(store.db.pragma("max_page_count", { simple: true }));
    store.db.pragma(`max_page_count = ${store.db.pragma("page_count", { simple: true })}`);
    const more = { ...typed, pieces: [LONG + LONG] };
    const taking = () => stepSession(store, { id: ID, steps: [{ path: "b", regions: [more] }] }, context);
    await expect(taking()).rejects.toMatchObject({ code: "DiskFull" });
    const decisions = [
      { path: "b", decision: { take: "both" as const, as: "c".repeat(4000), first: "ours" as const } },
    ];
    await decideSession(store, { id: ID, decisions }, context).catch((thrown) =>
      expect(thrown).toMatchObject({ code: "DiskFull" }),
    );
    store.db.pragma(`max_page_count = ${most}`);
    expect(sessions.file(ID, "b").text).toEqual(file.text);
    const [taken] = await taking();
    expect(taken?.text?.regions[0]?.pieces).toEqual([LONG + LONG]);
    store.close();
  });
});

it("what was decided and completed is there after a power failure", async () => {
  const files = new PowerLossFileWrites();
  const bench = new SessionStore(undefined, files);
  await start(bench);
  await step(bench);
  const done = await complete(bench);
  if (done.status !== "completed") throw new Error(done.status);
  bench.store.close();
  files.fail();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(bench.folder, `index.db${suffix}`), { force: true });
  const again = new SessionStore(bench.folder);
  expect(await complete(again)).toEqual(done);
  expect([...(await again.read(done.id)).keys()]).toEqual(["a", "b", "n"]);
  expect((await verifyStore(again.store, { ...plainContext(), ...again.context })).problems).toEqual([]);
});
