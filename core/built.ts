/**
 * Returns the URL of a file that the build puts beside the bundled code: a worker's entry or compiled WASM. In the flat
 * bundle it is a sibling; source run as it is (under vitest) looks in dist/.
 */
export function builtFile(name: string): URL {
  const inSource = import.meta.url.endsWith(".ts");
  return new URL(inSource ? `../dist/${name}` : name, import.meta.url);
}
