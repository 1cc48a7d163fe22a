import { buildStale } from "./build.mjs";

/**
 * Vitest's global set-up: the tests that start threads or the command line run them from dist/, so that part is built when its
 * sources changed, before the first run and, while watching, before each later one.
 */
export default function setup(project) {
  buildStale(["node"]);
  project.onTestsRerun(() => buildStale(["node"]));
}
