import { expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { mergeFileQuery } from "../../api/merges.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { mergeFileOf, mergeOf } from "../../testing/samples.ts";
import { openText } from "./open-files.ts";

test("what is decided beside a text is known as soon as the text is read again", async () => {
  const text = { base: "a\n", ours: "b\n", theirs: "c\n", regions: [], saved: null, invalid_utf8: false };
  const before = mergeFileOf({ path: "a.sh", kind: "text", decision: { take: "text" }, text });
  const after = { ...before, revision: 1, decision: { take: "text", permissions: "theirs" } as const };
  connectFake({ "merge.file": () => after });
  const { queryKey } = mergeFileQuery(mergeOf(), "a.sh");
  client.setQueryData(queryKey, before);
  await openText(mergeOf(), before)?.follow(1);
  expect(client.getQueryData(queryKey)?.decision).toEqual(after.decision);
});
