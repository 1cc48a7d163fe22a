/**
 * Locates a file that the build places beside the bundled code: a worker's entry, or compiled WASM.
 * The bundle is flat, so there it is a sibling; source run as it is (under vitest) looks into dist/.
 */
export function builtFile(name: string): URL {
  const inSource = import.meta.url.endsWith(".ts");
  return new URL(inSource ? `../dist/${name}` : name, import.meta.url);
}
