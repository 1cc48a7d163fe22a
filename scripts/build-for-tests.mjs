import { buildStale } from "./build.mjs";

/**
 * Builds dist/ for the tests that start threads or the command line from it: before the first run, and while watching
 * before each later one, if its sources changed. Vitest's global set-up.
 */
export default function setup(project) {
  buildStale(["node"]);
  project.onTestsRerun(() => buildStale(["node"]));
}
