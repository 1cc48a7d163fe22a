import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generate } from "openapi-typescript-codegen";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folders.ts";
import { historyOn, serve, TOKEN } from "../testing/http.ts";
import { tarOf } from "../testing/tars.ts";
import { openApi } from "./openapi.ts";

/** The functions of a client that have the same tag, by their names. */
type Group = Readonly<Record<string, (input?: object) => Promise<unknown>>>;
/** What the generator makes: a function for each operation, in a group for each tag. */
type Client = Readonly<Record<"fs" | "snapshots" | "commands", Group>>;

/** Has a client generated from the description, by a program that knows nothing of Strata. */
async function generated(url: string): Promise<Client> {
  const output = join(temporaryFolder(), "client");
  await generate({
    ...{ input: openApi(), output, httpClient: "fetch", clientName: "Client", useOptions: true },
    ...{ useUnionTypes: true, exportSchemas: false },
  });
  const made = (await import(/* @vite-ignore */ pathToFileURL(join(output, "index.ts")).href)) as {
    readonly Client: new (options: object) => Client;
  };
  return new made.Client({ BASE: url, TOKEN, ENCODE_PATH: encodeURIComponent });
}

it("a client made from the description does a day's work", async () => {
  const { store } = await historyOn();
  const { url } = await serve(store);
  const { fs, snapshots, commands } = await generated(url);
  const call = async (group: Group, name: string, input?: object) =>
    (await group[name]?.(input)) as { readonly ca_id: string };
  const tar = async (text: string) =>
    new Blob([
      Uint8Array.from(
        await tarOf([
          { name: "a.txt", data: `${text}\n` },
          { name: "b.txt", data: "b\n" },
        ]),
      ),
    ]);

  const base = await call(snapshots, "upload", {
    label: "work/it",
    requestBody: await tar("base"),
    message: "by upload",
  });
  expect(base).toMatchObject({ status: "advanced", label: "work/it", files: 2 });
  const ours = await call(snapshots, "upload", { detach: true, requestBody: await tar("ours") });
  const theirs = await call(snapshots, "upload", { detach: true, requestBody: await tar("theirs") });

  const push = (ca_id: string, expected: string) =>
    call(fs, "fsPush", { requestBody: { ca_id, label: "work/it", expected, message: "mine" } });
  expect(await push(ours.ca_id, base.ca_id)).toMatchObject({ status: "advanced" });
  await expect(push(theirs.ca_id, base.ca_id)).rejects.toMatchObject({
    status: 409,
    body: { status: "rejected", label: "work/it", current: ours.ca_id },
  });

  const sides = { ours: ours.ca_id, theirs: theirs.ca_id, base: base.ca_id };
  expect(await call(fs, "fsMerge", { requestBody: sides })).toMatchObject({
    status: "conflict",
    conflicts: [{ path: "a.txt", kind: "text", markers: expect.stringContaining("theirs") }],
  });
  const merged = await call(fs, "fsMerge", { requestBody: { ...sides, prefer: "theirs" } });
  expect(await push(merged.ca_id, ours.ca_id)).toMatchObject({ status: "advanced" });

  await call(fs, "fsReset", { requestBody: { label: "work/it", ca_id: base.ca_id } });
  expect(await call(fs, "getLabel", { label: "work/it" })).toEqual({ label: "work/it", ca_id: base.ca_id });
  expect(await call(fs, "getLog", { label: "work/it", limit: 3 })).toMatchObject({
    log: [{ op: "push", message: "mine" }, { op: "push" }, { op: "reset" }],
  });
  expect(await call(commands, "diff", { requestBody: { a: base.ca_id, b: merged.ca_id } })).toMatchObject({
    changes: [{ path: "a.txt" }],
  });
  expect(await call(snapshots, "listRoot", { ref: "work/it" })).toMatchObject({ total: 2 });
  const archive = await call(snapshots, "archiveSnapshot", { ref: "work/it" });
  expect(String(archive)).toContain("base\n");
  await expect(call(fs, "getLabel", { label: "nope" })).rejects.toMatchObject({
    status: 404,
    body: { code: "UnknownLabel" },
  });
});
