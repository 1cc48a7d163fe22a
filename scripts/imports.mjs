import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { parseSync } from "vite";
import { isProgram, program, root, SetupError } from "./processes.mjs";

/** The folders of core/ from lowest to highest. A file imports its own folder and lower rows: no folders are in a cycle. "." is core/*.ts. */
const rows = [
  ["."],
  ["files"],
  ["database"],
  ["objects", "chunking"],
  ["labels", "manifest"],
  ["merge", "mount", "preview", "snapshot"],
  ["sessions"],
  ["verify"],
  ["store"],
  ["repair", "gc"],
  ["operations"],
  ["threads"],
  ["repository"],
  ["api"],
  ["http", "mcp"],
  ["cli"],
];
/** The folders of renderer/ from the lowest up, likewise. "." is renderer/*.ts, which starts it all. */
const windowRows = [
  ["strings"],
  ["components", "monaco"],
  ["state"],
  ["api"],
  ["model"],
  ["shared"],
  ["features"],
  ["shell"],
  ["."],
];
/** Packages without Node's modules, which run in a window too. */
const browserSafePackages = new Set(["node-diff3"]);
const publicEntry = "core/index.ts";
/** The contract between the main process and the window, which needs only its types. */
const bridge = "electron/bridge.ts";
const isTestCode = (path) => /(\.test|-suite)\.tsx?$|^(core|renderer)\/testing\//.test(path);

/** Returns a source file's imports: target, line, and whether only types are imported. */
function readImports(path, text) {
  const { module, errors, comments } = parseSync(path, text);
  if (errors.length > 0) throw new SetupError(`${path}: ${errors[0].message}`);
  const literal = (request) => text.slice(request.start + 1, request.end - 1);
  const onlyTypes = (entries) => entries.length > 0 && entries.every((entry) => entry.isType);
  const exported = module.staticExports.flatMap((each) => each.entries).filter((each) => each.moduleRequest);
  const found = [
    ...module.staticImports.map((each) => [each.moduleRequest, onlyTypes(each.entries)]),
    ...exported.map((each) => [each.moduleRequest, each.isType]),
    ...module.dynamicImports.map((each) => [each.moduleRequest, false]),
  ];
  const imports = found
    .filter(([request]) => /["'`]/.test(text[request.start]))
    .map(([request, typeOnly]) => {
      const name = literal(request).replace(/\?.*$/, "");
      const line = text.slice(0, request.start).split("\n").length;
      const target = name.startsWith(".") ? posix.join(posix.dirname(path), name) : undefined;
      return { name, line, typeOnly, target };
    });
  return { imports, browserSafe: comments[0]?.value.includes("@browser-safe") ?? false };
}

/** Returns why a file may not hold an import, or undefined if it may. */
function objection(path, { name, target, typeOnly }, files, dependencies) {
  const area = path.split("/")[0];
  const isBrowserSafe = files.get(target)?.browserSafe || browserSafePackages.has(name);
  if (files.get(path).browserSafe && !typeOnly && !isBrowserSafe && area === "core") {
    return "a @browser-safe file imports only @browser-safe files";
  }
  if (target === undefined) return area === "core" ? packageObjection(path, name, dependencies) : undefined;
  const targetArea = target.split("/")[0];
  if (area === "core" && targetArea === "core") return arrowObjection(path, target);
  if (area === "renderer" && targetArea === "renderer") return windowObjection(path, target);
  if (area === targetArea) return undefined;
  if (area === "electron" && target === publicEntry) return undefined;
  if (area === "renderer" && targetArea === "core") {
    if (files.get(target)?.browserSafe || (typeOnly && target.startsWith("core/api/"))) return undefined;
    return "renderer imports types from core/api and run-time code from @browser-safe files";
  }
  if (area === "renderer" && target === bridge && typeOnly) return undefined;
  return area === "electron"
    ? `electron imports only ${publicEntry}`
    : `${area} imports nothing outside itself`;
}

function packageObjection(path, name, dependencies) {
  if (isTestCode(path) || name.startsWith("node:")) return undefined;
  if (builtinModules.includes(name)) return `write node:${name}`;
  const packageName = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  if (/^(electron|react)(-|$)/.test(packageName)) return "core runs without Electron and React";
  return dependencies.has(packageName) ? undefined : `${packageName} is not among the dependencies`;
}

function arrowObjection(path, target) {
  if (isTestCode(path) || path === publicEntry) return undefined;
  if (isTestCode(target)) return "only tests import test code";
  const [from, to] = [folderOf(path), folderOf(target)];
  if (target === publicEntry) return "core does not import its own public entry";
  if (from === to || rowOf(to) < rowOf(from)) return undefined;
  return `${nameOf(from)} may not import ${nameOf(to)}`;
}

function windowObjection(path, target) {
  if (isTestCode(path)) return undefined;
  if (isTestCode(target)) return "only tests import test code";
  const [from, to] = [folderOf(path), folderOf(target)];
  if (from === "features" && to === "features" && screenOf(path) !== screenOf(target)) {
    return "a screen imports no other screen";
  }
  if (from === to || rowOf(to, windowRows) < rowOf(from, windowRows)) return undefined;
  return `renderer/${from} may not import renderer/${to}`;
}

const nameOf = (folder) => (folder === "." ? "core/*.ts" : folder);
const folderOf = (path) => (path.split("/").length === 2 ? "." : path.split("/")[1]);
/** The screen that a file belongs to. */
const screenOf = (path) => path.split("/").slice(0, -1).slice(0, 3).join("/");

function rowOf(folder, among = rows) {
  const row = among.findIndex((each) => each.includes(folder));
  if (row === -1) throw new SetupError(`The folder ${folder} has no row in scripts/imports.mjs`);
  return row;
}

/** Finds the import cycles that exist at run time, each as the list of its files. */
function findCycles(files) {
  const cycles = [];
  const state = new Map();
  const visit = (path, trail) => {
    if (state.get(path) === "done" || !files.has(path)) return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, "open");
    for (const each of files.get(path).imports) if (!each.typeOnly) visit(each.target, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of files.keys()) visit(path, []);
  return cycles;
}

/**
 * Finds the cycles of imports between folders, types included, each as a message that names an import for every step. A folder and a folder
 * in it are two: where they import each other, neither can be understood without the other.
 */
function findFolderCycles(files) {
  const folders = new Map();
  /** An import for each step, by the names of both folders. */
  const examples = new Map();
  for (const [path, { imports }] of files) {
    if (isTestCode(path) || path === publicEntry) continue;
    const from = posix.dirname(path);
    if (!folders.has(from)) folders.set(from, { imports: [] });
    for (const { target, line } of imports) {
      if (!files.has(target) || isTestCode(target)) continue;
      const to = posix.dirname(target);
      const step = `${from} -> ${to}`;
      if (to === from || examples.has(step)) continue;
      examples.set(step, `${path}:${line} imports ${target}`);
      folders.get(from).imports.push({ target: to });
    }
  }
  return findCycles(folders).map((cycle) => {
    const steps = cycle.slice(1).map((to, at) => `  ${examples.get(`${cycle[at]} -> ${to}`)}`);
    const advice = "  Move what both need into a file or folder that both may import.";
    return [`folders in a cycle: ${cycle.join(" -> ")}`, ...steps, advice].join("\n");
  });
}

/** Returns all violations of the import rules in a checkout, one line each. */
export function importViolations(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const known = new Set(Object.keys(dependencies));
  const files = new Map(
    sourceFiles(folder).map((path) => [path, readImports(path, readFileSync(join(folder, path), "utf8"))]),
  );
  const violations = [];
  for (const [path, { imports }] of files) {
    for (const each of imports) {
      const why = objection(path, each, files, known);
      if (why) violations.push(`${path}:${each.line} imports ${each.target ?? each.name}: ${why}`);
    }
  }
  const cycles = findCycles(files).map((cycle) => `files in a cycle: ${cycle.join(" -> ")}`);
  return [...violations, ...cycles, ...findFolderCycles(files)];
}

function sourceFiles(folder) {
  return ["core", "electron", "renderer"]
    .filter((area) => existsSync(join(folder, area)))
    .flatMap((area) =>
      readdirSync(join(folder, area), { recursive: true }).map((each) => posix.join(area, each)),
    )
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.[cm]?tsx?$/.test(path) && !/\.(as|d)\.ts$/.test(path))
    .sort();
}

function main() {
  const violations = importViolations(root);
  for (const each of violations) console.error(each);
  return violations.length > 0 ? 1 : 0;
}

if (isProgram(import.meta.url)) await program(main);
