import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseStore, readArguments, typedIn } from "./arguments.ts";

const cwd = resolve("/home/ada");

describe("readArguments", () => {
  it("makes paths and the store absolute by the folder that the app was started in", () => {
    expect(readArguments(["--store", "kept", "photos", resolve("/data/a b")], cwd, false)).toEqual({
      store: resolve("/home/ada/kept"),
      paths: [resolve("/home/ada/photos"), resolve("/data/a b")],
      devtools: false,
    });
  });

  it("passes over the app's folder where the runtime was given it, and over switches", () => {
    const given = [
      "-r",
      "loader.js",
      "--inspect=0",
      ".",
      "--no-sandbox",
      "--user-data-dir=/tmp/x",
      "photos",
      "--devtools",
    ];
    expect(readArguments(given, cwd, true)).toEqual({
      store: undefined,
      paths: [resolve("/home/ada/photos")],
      devtools: true,
    });
  });

  it("takes the store behind an equals sign", () => {
    expect(readArguments(["--store=kept"], cwd, false).store).toBe(resolve("/home/ada/kept"));
  });

  it("takes everything behind two dashes as a path", () => {
    expect(readArguments(["--", "--store", "-x"], cwd, false)).toMatchObject({
      store: undefined,
      paths: [resolve("/home/ada/--store"), resolve("/home/ada/-x")],
    });
  });

  it("knows no store where the argument for it is missing or empty", () => {
    expect(readArguments(["--store"], cwd, false).store).toBeUndefined();
    expect(readArguments(["--store="], cwd, false).store).toBeUndefined();
  });
});

describe("chooseStore", () => {
  const named = readArguments(["--store", "/named"], cwd, false);
  const made = (folder: string) => ({ folder, known: false });
  const plain = readArguments([], cwd, false);

  it("prefers the argument, then the environment, then the settings, then the default", () => {
    const env = { STRATA_STORE: "from-env" };
    expect(chooseStore(named, env, cwd, "/set", "/default")).toEqual(made(resolve("/named")));
    expect(chooseStore(plain, env, cwd, "/set", "/default")).toEqual(made(resolve("/home/ada/from-env")));
    expect(chooseStore(plain, { STRATA_STORE: "" }, cwd, "/set", "/default")).toEqual({
      folder: "/set",
      known: true,
    });
    expect(chooseStore(plain, {}, cwd, null, "/default")).toEqual(made("/default"));
  });
});

it.each<[string[], string[] | undefined]>([
  [["/opt/strata", "/home/me/folder"], undefined],
  [["/opt/strata", "--no-sandbox", "--command-line"], []],
  [
    ["/opt/strata", "--command-line", "log", "work", "--", "--command-line"],
    ["log", "work", "--", "--command-line"],
  ],
])("of %j the command line has %j", (argv, typed) => {
  expect(typedIn(argv)).toEqual(typed);
});
