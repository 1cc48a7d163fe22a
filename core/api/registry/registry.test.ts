import { describe, expect, it } from "vitest";
import { z } from "zod";
import { registry } from "./registry.ts";

describe.each(Object.entries(registry))("the command %s", (name, command) => {
  it("goes by the name that the registry has it under", () => {
    expect(command.name).toBe(name);
    expect(name).toMatch(/^[a-z]+(\.[a-z_]+)?$/);
  });

  it("is summed up in one sentence", () => {
    expect(command.summary).toMatch(/^[A-Z][^.]+\.$/);
  });

  it("describes its input and output in JSON Schema, as other surfaces publish them", () => {
    const input = z.toJSONSchema(command.input, { io: "input" });
    expect(input).toMatchObject({ type: "object", additionalProperties: false });
    const output = z.toJSONSchema(command.output);
    // Some commands answer with one of several documents, which a field tells apart.
    for (const document of output.oneOf ?? [output])
      expect(document).toMatchObject({ type: "object", additionalProperties: false });
  });
});

it("tells what changes something from what only looks", () => {
  const reading = Object.values(registry).filter(({ kind }) => kind === "read");
  expect(reading.map(({ name }) => name).sort()).toEqual([
    ...["cat", "changes", "diff", "find", "history", "labels", "log"],
    ...["merge.check", "merge.file", "merge.list", "merge.rows", "merge.show", "mount.list"],
    ...[
      "mount.ls",
      "mount.push_preview",
      "mount.read",
      "preflight",
      "preview",
      "pull",
      "read",
      "retention.preview",
      "retention.show",
      "space",
      "space.folders",
      "space.moves",
      "space.simulate",
      "sqlite.changes",
      "sqlite.compare",
      "sqlite.rows",
      "sqlite.tables",
      "status",
      "store.old",
      "tree",
      "undo.preview",
      "verify",
    ],
  ]);
});
